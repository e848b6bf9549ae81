import { externalKey } from '@setvote/sdk/storage'
import { createTable } from '../packages/adapter-memory/src/table.ts'
import { songKind } from '../packages/adapter-memory/src/kinds/song-kind.ts'
import { createMemoryState } from '../packages/adapter-memory/src/state.ts'
import { createMemoryCatalog } from '../packages/adapter-memory/src/create-memory-catalog.ts'
import { toAnswer } from '../packages/adapter-memory/src/stored-entity.ts'
import { systemClock, uuidIds } from '@setvote/sdk/storage'
import { artistKind } from '../packages/adapter-memory/src/kinds/artist-kind.ts'
import { interleaved } from './support/interleaved.ts'
import { songDrafts, spotifyIdOf } from './support/songs.ts'
async function make(count){ const state=createMemoryState(systemClock,uuidIds()); const a=createMemoryCatalog(state,artistKind,state.tables.artists); const s=createMemoryCatalog(state,songKind,state.tables.songs);
 const {entity}=await a.save({name:'V',externalIds:[{service:'spotify',id:'x'}],source:{service:'spotify',at:new Date(0),url:null}} as any); await s.saveMany(songDrafts(entity.id,count)); gc!(); return {t:state.tables.songs,s,count} }
const A=await make(1000), B=await make(100000)
const n=1000
const ids=(count,hot)=>Array.from({length:hot},(_,k)=>({service:'spotify' as const,id:Buffer.from(spotifyIdOf(Math.floor(k*(count/hot)))).toString()}))
const c:any={}
for(const [name,w,hot] of [['few',A,1000],['hot',B,1000],['all',B,100000]] as any){ const list=ids(w.count,hot); const keys=list.map(externalKey); const eids=keys.map(k=>w.t.holderOf(k).id); const ents=eids.map(e=>w.t.get(e)); let i=0
 const loop=(f)=>()=>{ for(let d=0;d<n;d++){ i=(i+7919*31)%hot; f(i) } }
 c[name+'.key']=loop((k)=>externalKey(list[k]).length)
 c[name+'.holder']=loop((k)=>{ if(!w.t.holderOf(externalKey(list[k]))) throw 1})
 c[name+'.get']=loop((k)=>{ if(!w.t.get(eids[k])) throw 1})
 c[name+'.answer']=loop((k)=>{ if(!toAnswer(ents[k])) throw 1})
 c[name+'.sync']=loop((k)=>{ if(!toAnswer(w.t.holderOf(externalKey(list[k])))) throw 1})
 c[name+'.find']=async()=>{ for(let d=0;d<n;d++){ i=(i+7919*31)%hot; if(!await w.s.find(list[i])) throw 1 } }
}
console.log(await interleaved(c,{rounds:300,warmUp:60}))
