import { defaultTrendingOptions } from '@setvote/sdk/storage'
import type { TrendingWorld } from './trending-world.ts'

const { weights: w, halfLifeMs, windowMs, horizonMs, midpoint, threshold } = defaultTrendingOptions
const [halfLifeS, windowDays, horizonDays] = [
  halfLifeMs / 1000,
  windowMs / 86_400_000,
  horizonMs / 86_400_000,
]

/** The usual design: a function that works out the score of one artist, called for each. */
export async function createNaiveTrending({ database: { pool } }: TrendingWorld) {
  await pool.query(`
    create schema naive;
    set search_path to setvote;
    create table naive.scores (artist_id text collate "C" primary key, score float8 not null) with (fillfactor = 70);
    create function naive.update_score(p_artist text, p_at timestamptz) returns void language plpgsql
    set search_path from current as $$
    declare
      v_votes float8; v_fans integer; v_last timestamptz; v_upcoming integer; v_recent integer;
      v_followers integer; v_popularity float8; v_raw float8; v_today date := (p_at at time zone 'UTC')::date;
    begin
      select coalesce(sum(power(2::float8, -date_part('epoch', p_at - v.cast_at) / ${halfLifeS})), 0),
        count(distinct v.user_id) filter (where v.cast_at > p_at - interval '${windowDays} days'), max(v.cast_at)
      into v_votes, v_fans, v_last
      from setlists l join setlist_songs s on s.setlist_id = l.id join votes v on v.setlist_song_id = s.id
      where l.artist_id = p_artist;
      select count(*) filter (where h.local_date >= v_today), count(*) filter (where h.local_date < v_today)
      into v_upcoming, v_recent
      from show_artists a join shows h on h.id = a.show_id
      where a.artist_id = p_artist and h.local_date between v_today - ${windowDays} and v_today + ${horizonDays};
      select followers into v_followers from artist_stats where artist_id = p_artist;
      select popularity into v_popularity from artists where id = p_artist;
      v_raw := (${w.recentVotes} * v_votes + ${w.activeFans} * v_fans
          + ${w.engagement} * v_votes / greatest(v_fans, 1))
        * (1 + ${w.recencyBoost} * coalesce(power(2::float8,
          -least(500, date_part('epoch', p_at - v_last) / ${halfLifeS})), 0))
        + ${w.upcomingShows} * v_upcoming + ${w.recentShows} * v_recent
        + ${w.followers * 100} * ln(1 + v_followers / 100.0) + ${w.popularity} * coalesce(v_popularity, 0);
      insert into naive.scores values (p_artist, 1000 * v_raw / (v_raw + ${midpoint}))
      on conflict (artist_id) do update set score = excluded.score;
    end $$;
    reset search_path`)

  return {
    refresh: (at: Date) => pool.query('select naive.update_score(id, $1) from setvote.artists', [at]),
    /**
     * Throws unless both boards say the same of every artist: exactly where ours was written at this instant, and
     * within the threshold elsewhere.
     */
    async compare(at: Date) {
      const { rows } = await pool.query<{ id: string; ours: number; naive: number }>(
        `select n.artist_id as id, coalesce(b.score, 0) as ours, n.score as naive
        from naive.scores n left join setvote.trending_boards b on b.kind = 'artists' and b.entity_id = n.artist_id
        where abs(coalesce(b.score, 0) - n.score) > case when b.refreshed_at = $1 then 1e-6 else $2::float8 end
        limit 1`,
        [at, threshold + 1e-6],
      )
      if (rows[0]) throw new Error(`the scores differ: ${JSON.stringify(rows[0])}`)
    },
  }
}
