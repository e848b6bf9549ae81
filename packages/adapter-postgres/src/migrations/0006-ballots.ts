import { addUp, byIndex, holdBallots, lookAgain } from './ballot-sql.ts'
import { castBallot, castBallots } from './cast-ballots.ts'
import type { SchemaStep } from './schema-step.ts'

/** Adds to the counts of songs, setlists and shows. Their shows first, so that nobody waits in a circle. */
const countBallots = `create function count_ballots(
  p_songs text[], p_shows text[], p_upvotes integer[], p_quarantined integer[], out tallies json
) language plpgsql set search_path from current ${byIndex}
set enable_hashjoin to off set enable_mergejoin to off as $$
begin
  perform from show_stats where show_id = any(p_shows) order by show_id for no key update;
  with changed as materialized (
    select * from unnest(p_songs, p_upvotes, p_quarantined) as c (id, up, aside)
  ), songs as (
    update setlist_songs s set upvotes = s.upvotes + c.up, quarantined = s.quarantined + c.aside
    from changed c where s.id = c.id
    returning s.id, s.setlist_id, s.show_id, s.upvotes, s.quarantined, c.up, c.aside
  ), lists as (
    update setlist_stats t set upvotes = t.upvotes + x.up, quarantined = t.quarantined + x.aside
    from (select setlist_id, sum(up)::integer as up, sum(aside)::integer as aside from songs group by 1) x
    where t.setlist_id = x.setlist_id
  ), evenings as (
    update show_stats t set upvotes = t.upvotes + x.up, quarantined = t.quarantined + x.aside
    from (select show_id, sum(up)::integer as up, sum(aside)::integer as aside from songs group by 1) x
    where t.show_id = x.show_id
  )
  select json_agg(json_build_array(id, upvotes, quarantined)) into tallies from songs;
end $$`

/** What a caller is told about songs whose ballots were not all counted: their counts and locks. */
const describeSongs = `create function describe_stage(p_songs text[]) returns json
language sql stable set search_path from current as $$
  select json_agg(json_build_array(s.id, s.upvotes, s.quarantined, case when not l.locked
    then (extract(epoch from coalesce(h.voting_locks_at, h.starts_at)) * 1000)::float8 end))
  from setlist_songs s join setlists l on l.id = s.setlist_id join shows h on h.id = s.show_id
  where s.id = any(p_songs)
$$`

/**
 * Takes ballots back, none twice. The letters: r retracted, x not cast, q in quarantine, k locked, n not found.
 * `reasons` are rows of fan, song and reason.
 */
const retractBallots = `create function retract_ballots(
  p_fans text[], p_songs text[], p_times timestamptz[], out statuses text, out tallies json, out reasons json
) language plpgsql set search_path from current ${byIndex} set setvote.counts to 'kept' as $$
declare
  v_left integer;
  v_songs text[]; v_shows text[]; v_up integer[]; v_aside integer[];
begin
  ${holdBallots};
  perform from votes v
  join unnest(p_fans, p_songs) as a (fan, song) on v.setlist_song_id = a.song and v.user_id = a.fan
  order by v.setlist_song_id, v.user_id for update of v;
  with asked as materialized (
    select fan collate "C" as fan, song collate "C" as song, at, ord
    from unnest(p_fans, p_songs, p_times) with ordinality as a (fan, song, at, ord)
  ), decided as materialized (
    select a.fan, a.song, a.ord,
      case when s.id is null then 'n' when v.user_id is null then 'x' when v.quarantine_reason is not null then 'q'
        when l.locked or a.at >= coalesce(h.voting_locks_at, h.starts_at) then 'k' else 'r' end as status
    from asked a left join setlist_songs s on s.id = a.song left join setlists l on l.id = s.setlist_id
    left join shows h on h.id = s.show_id
    left join votes v on v.setlist_song_id = a.song and v.user_id = a.fan
  ), taken as (
    delete from votes v using decided d
    where d.status = 'r' and v.setlist_song_id = d.song and v.user_id = d.fan
    returning v.setlist_song_id, v.show_id, v.quarantine_reason is null as good
  ), ${addUp('taken', '-')}
  select d.statuses, d.wanted - done, songs, shows, up, aside
  into statuses, v_left, v_songs, v_shows, v_up, v_aside
  from added_up, (
    select string_agg(status, '' order by ord) as statuses, count(*) filter (where status = 'r') as wanted from decided
  ) d;
  if v_left > 0 then ${lookAgain('somebody else took back one of these ballots meanwhile')}; end if;

  if v_songs is not null then tallies := count_ballots(v_songs, v_shows, v_up, v_aside); end if;
  if statuses ~ 'k' then tallies := describe_stage(p_songs); end if;
  if statuses ~ 'q' then
    select json_agg(json_build_array(v.user_id, v.setlist_song_id, v.quarantine_reason)) into reasons
    from votes v join unnest(p_fans, p_songs) as a (fan, song) on v.setlist_song_id = a.song and v.user_id = a.fan
    where v.quarantine_reason is not null;
  end if;
end $$`

/** What the voting page of a show needs, along its indexes. */
const readSheet = `create function read_sheet(
  p_show text, p_fan text, out show json, out setlists json, out songs json, out ballots json
) language plpgsql stable set search_path from current ${byIndex} as $$
begin
  select json_build_array(c.upvotes, c.quarantined, (extract(epoch from coalesce(h.voting_locks_at, h.starts_at)) * 1000)::float8)
  into show from shows h join show_stats c on c.show_id = h.id where h.id = p_show;
  if not found then return; end if;
  select json_agg(json_build_array(l.id, l.artist_id, l.kind, l.user_id, l.name, l.locked, c.upvotes, c.quarantined)
    order by l.local_date nulls last, l.id)
  into setlists from setlists l join setlist_stats c on c.setlist_id = l.id where l.show_id = p_show;
  select json_agg(json_build_array(s.id, s.setlist_id, s.song_id, s.title, s.part_name, s.encore, s.tape, s.probability,
    s.reason, s.upvotes, s.quarantined) order by s.position)
  into songs from setlist_songs s where s.show_id = p_show;
  select json_agg(json_build_array(v.setlist_song_id, (extract(epoch from v.cast_at) * 1000)::float8, v.quarantine_reason))
  into ballots from votes v where v.user_id = p_fan and v.show_id = p_show;
end $$`

/** Casting and taking back, each in one call. */
export const ballots: SchemaStep = {
  name: '0006-ballots',
  statements: [countBallots, describeSongs, castBallots, castBallot, retractBallots, readSheet],
}
