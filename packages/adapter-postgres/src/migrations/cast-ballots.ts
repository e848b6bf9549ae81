import { addUp, byIndex, holdBallots, holdDays, lookAgain, spentOn } from './ballot-sql.ts'

const settle = `tallies := count_ballots(v_songs, v_shows, v_up, v_aside);
    perform mark_late_ballots(p_songs, p_times)`

/**
 * Casts ballots, no two of one fan for one song; `p_turns` says how many of the same fan and day stand before each, and
 * may be absent without a limit. `statuses` has a letter for each: c counted (or quarantined, if it came with a
 * reason), a already cast, k locked, l limit reached, n not found. `tallies` are rows of song, upvotes, quarantined and
 * lock. `spent` says for each what its fan had cast that day before, and is null without a limit.
 *
 * At first go those that are within their limit whatever becomes of the others; usually these are all. Those that are
 * left are looked at one by one.
 */
export const castBallots = `create function cast_ballots(
  p_fans text[], p_songs text[], p_times timestamptz[], p_days date[], p_devices text[], p_reasons text[],
  p_turns integer[], p_per_day integer, out statuses text, out tallies json, out spent json
) language plpgsql set search_path from current ${byIndex} set setvote.counts to 'kept' as $$
declare
  v_asked integer := cardinality(p_fans);
  v_spent integer[];
  v_left bigint[];
  v_wanted integer;
  v_songs text[]; v_shows text[]; v_up integer[]; v_aside integer[];
begin
  ${holdBallots};
  if p_per_day is not null then
    ${holdDays('select distinct fan collate "C", day from unnest(p_fans, p_days) as f (fan, day) order by 1, 2')};
    v_spent := array(
      select ${spentOn('a.fan', 'a.day')} from unnest(p_fans, p_days) with ordinality as a (fan, day, ord) order by ord
    );
    spent := array_to_json(v_spent);
  end if;
  with asked as materialized (
    select fan collate "C" as fan, song collate "C" as song, at, day, device, reason, turn + before as turn, ord
    from unnest(p_fans, p_songs, p_times, p_days, p_devices, p_reasons, p_turns, v_spent) with ordinality
      as a (fan, song, at, day, device, reason, turn, before, ord)
  ), stage as materialized (
    select s.id, s.setlist_id, s.show_id, l.artist_id,
      coalesce(h.voting_locks_at, h.starts_at, 'infinity') as locks_at
    from (select distinct song from asked) d join setlist_songs s on s.id = d.song
    join setlists l on l.id = s.setlist_id join shows h on h.id = s.show_id
    where not l.locked and not s.tape and s.title <> ''
  ), cast_now as (
    insert into votes (setlist_song_id, user_id, setlist_id, show_id, artist_id, cast_at, day, device_key,
      quarantine_reason)
    select a.song, a.fan, s.setlist_id, s.show_id, s.artist_id, a.at, a.day, a.device, a.reason
    from asked a join stage s on s.id = a.song
    where a.at < s.locks_at and (p_per_day is null or a.turn < p_per_day)
    order by a.song, a.fan
    on conflict do nothing
    returning setlist_song_id, user_id, show_id, quarantine_reason is null as good
  ), ${addUp('cast_now')}
  select songs, shows, up, aside, case when done < v_asked then array(
      select ord from (
        select ord, min(ord) over (partition by song, fan) as least
        from (select song, fan, ord from asked union all select setlist_song_id, user_id, 0 from cast_now) e
      ) e where least > 0
    ) end
  into v_songs, v_shows, v_up, v_aside, v_left from added_up;
  if v_songs is not null then ${settle}; end if;
  if v_left is null then
    statuses := repeat('c', v_asked);
    return;
  end if;

  with asked as materialized (
    select fan collate "C" as fan, song collate "C" as song, at, day, device, reason, ord
    from unnest(p_fans, p_songs, p_times, p_days, p_devices, p_reasons) with ordinality
      as a (fan, song, at, day, device, reason, ord)
  ), judged as materialized (
    select a.*, s.setlist_id, s.show_id, l.artist_id,
      case when s.id is null then 'n'
        when exists (select from votes v where v.setlist_song_id = a.song and v.user_id = a.fan) then 'a'
        when s.tape or s.title = '' then 'n'
        when l.locked or a.at >= coalesce(h.voting_locks_at, h.starts_at) then 'k' else 'c' end as verdict
    from asked a left join (
      setlist_songs s join setlists l on l.id = s.setlist_id join shows h on h.id = s.show_id
    ) on s.id = a.song
    where a.ord = any(v_left)
  ), decided as materialized (
    select *, case when verdict = 'c' and p_per_day is not null
        and ${spentOn('j.fan', 'j.day')} + row_number() over (partition by fan, day, verdict order by ord) > p_per_day
      then 'l' else verdict end as status
    from judged j
  ), cast_now as (
    insert into votes (setlist_song_id, user_id, setlist_id, show_id, artist_id, cast_at, day, device_key,
      quarantine_reason)
    select song, fan, setlist_id, show_id, artist_id, at, day, device, reason
    from decided where status = 'c' order by song, fan
    on conflict do nothing
    returning setlist_song_id, show_id, quarantine_reason is null as good
  ), ${addUp('cast_now')}
  select d.statuses, d.wanted - done, songs, shows, up, aside
  into statuses, v_wanted, v_songs, v_shows, v_up, v_aside
  from added_up, (
    select string_agg(coalesce(d.status, 'c'), '' order by a.ord) as statuses,
      count(*) filter (where d.status = 'c') as wanted
    from generate_series(1, v_asked) a (ord) left join decided d on d.ord = a.ord
  ) d;
  if v_wanted > 0 then ${lookAgain('somebody else cast one of these ballots meanwhile')}; end if;
  if v_songs is not null then ${settle}; end if;

  tallies := describe_stage(p_songs);
end $$`

/** `cast_ballots` of one: what is sent when nobody else is waiting. */
export const castBallot = `create function cast_ballot(
  p_fan text, p_song text, p_at timestamptz, p_day date, p_device text, p_reason text, p_per_day integer,
  out statuses text, out tallies json, out spent integer
) language plpgsql set search_path from current ${byIndex} set setvote.counts to 'kept' as $$
declare
  v_stage record;
  v_good integer := (p_reason is null)::integer;
  v_upvotes integer; v_quarantined integer;
begin
  ${holdBallots};
  if p_per_day is not null then
    ${holdDays('values (p_fan, p_day)')};
    spent := ${spentOn('p_fan', 'p_day')};
  end if;
  select s.setlist_id, s.show_id, l.artist_id, s.tape or s.title = '' as silent, l.locked,
    coalesce(h.voting_locks_at, h.starts_at) as locks_at,
    (select at from trending_state where is_last) as refreshed_at
  into v_stage
  from setlist_songs s join setlists l on l.id = s.setlist_id join shows h on h.id = s.show_id
  where s.id = p_song;
  if not found then
    statuses := 'n';
    return;
  end if;
  statuses := case when v_stage.silent then 'n' when v_stage.locked or p_at >= v_stage.locks_at then 'k'
    when spent >= p_per_day then 'l' else 'c' end;
  if statuses = 'c' then
    insert into votes (setlist_song_id, user_id, setlist_id, show_id, artist_id, cast_at, day, device_key,
      quarantine_reason)
    values (p_song, p_fan, v_stage.setlist_id, v_stage.show_id, v_stage.artist_id, p_at, p_day, p_device, p_reason)
    on conflict do nothing;
    if found then
      update show_stats t set upvotes = t.upvotes + v_good, quarantined = t.quarantined + 1 - v_good
        where t.show_id = v_stage.show_id;
      with list as (
        update setlist_stats t set upvotes = t.upvotes + v_good, quarantined = t.quarantined + 1 - v_good
        where t.setlist_id = v_stage.setlist_id
      )
      update setlist_songs t set upvotes = t.upvotes + v_good, quarantined = t.quarantined + 1 - v_good
        where t.id = p_song returning t.upvotes, t.quarantined into v_upvotes, v_quarantined;
      if p_at <= v_stage.refreshed_at then perform mark_late_ballots(array[p_song], array[p_at]); end if;
      tallies := json_build_array(json_build_array(p_song, v_upvotes, v_quarantined));
      return;
    end if;
    statuses := 'a';
  elsif exists (select from votes where setlist_song_id = p_song and user_id = p_fan) then
    statuses := 'a';
  end if;
  tallies := describe_stage(array[p_song]);
end $$`
