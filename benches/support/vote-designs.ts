import pg from 'pg'
import { createBatcher } from '../../packages/sdk/src/core/create-batcher.ts'
import type { FreshBallot, VoteStage } from './vote-stage.ts'

/** A way to cast votes. Resolves when the vote is stored. */
export type Cast = (ballot: FreshBallot) => Promise<unknown>

export const castWithSetvote =
  ({ setvote }: VoteStage): Cast =>
  async (ballot) => {
    const { status } = await setvote.votes.cast(ballot)
    if (status !== 'counted') throw new Error(`a ballot was answered with ${status}`)
  }

/** One insert per vote, over 8 connections, and a trigger that counts it for the song, the setlist and the show. */
export async function usualDesign({
  url,
  query,
}: VoteStage): Promise<{ cast: Cast; close(): Promise<void> }> {
  await query(usualSql, [])
  await query('analyze', [])
  const pool = new pg.Pool({ connectionString: url, max: 8 })
  pool.on('error', () => {})
  return {
    cast: ({ fanId, setlistSongId }) =>
      pool.query('insert into usual.votes (user_id, setlist_song_id) values ($1, $2)', [
        fanId,
        setlistSongId,
      ]),
    close: () => pool.end(),
  }
}

/** A table like that of setvote's ballots, with its indexes and its foreign key, into which rows only go. */
export async function bareTable({ query }: VoteStage): Promise<{ castOne: Cast; castInBatches: Cast }> {
  await query(bareSql, [])
  await query('analyze', [])
  const columns = 'setlist_song_id, user_id, setlist_id, show_id, artist_id, cast_at, day'
  const rest = `'l0', 'h0', 'a', now(), current_date`
  const { add } = createBatcher({
    async send(ballots: readonly FreshBallot[]) {
      await query(
        `insert into bare.votes (${columns})
        select song, fan, ${rest} from unnest($1::text[], $2::text[]) as b (song, fan) order by song, fan`,
        [ballots.map(({ setlistSongId }) => setlistSongId), ballots.map(({ fanId }) => fanId)],
      )
      return ballots
    },
  })
  return {
    castOne: ({ fanId, setlistSongId }) =>
      query(`insert into bare.votes (${columns}) values ($1, $2, ${rest})`, [setlistSongId, fanId]),
    castInBatches: add,
  }
}

const usualSql = `
  create schema usual;
  set search_path to usual;
  create table shows (id text collate "C" primary key, upvotes integer not null default 0);
  create table setlists (
    id text collate "C" primary key, show_id text collate "C" not null references shows,
    upvotes integer not null default 0
  );
  create table setlist_songs (
    id text collate "C" primary key, setlist_id text collate "C" not null references setlists,
    upvotes integer not null default 0
  );
  create table votes (
    id bigint generated always as identity primary key, user_id text collate "C" not null,
    setlist_song_id text collate "C" not null references setlist_songs,
    created_at timestamptz not null default now(), unique (user_id, setlist_song_id)
  );
  create index votes_by_song on votes (setlist_song_id);
  insert into shows select id from setvote.shows;
  insert into setlists select id, show_id from setvote.setlists;
  insert into setlist_songs select id, setlist_id from setvote.setlist_songs;
  create function count_vote() returns trigger language plpgsql as $$
  declare
    v_setlist text; v_show text;
  begin
    update usual.setlist_songs set upvotes = upvotes + 1 where id = new.setlist_song_id
      returning setlist_id into v_setlist;
    update usual.setlists set upvotes = upvotes + 1 where id = v_setlist returning show_id into v_show;
    update usual.shows set upvotes = upvotes + 1 where id = v_show;
    return new;
  end $$;
  create trigger count_vote after insert on votes for each row execute function count_vote();
  reset search_path`

const bareSql = `
  create schema bare;
  create table bare.setlist_songs (like setvote.setlist_songs including all);
  insert into bare.setlist_songs select * from setvote.setlist_songs;
  create table bare.votes (like setvote.votes including all);
  alter table bare.votes add foreign key (setlist_song_id) references bare.setlist_songs on delete cascade`
