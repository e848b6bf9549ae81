import { memoryStorage } from '@setvote/adapter-memory'
import { interleaved } from './support/interleaved.ts'
import { saveArtist, songDrafts, spotifyIdOf } from './support/songs.ts'
async function finder(count, start, step){ const storage=memoryStorage(); await storage.songs.saveMany(songDrafts(await saveArtist(storage),count)); gc!(); return of(storage,start,step)}
const of=(storage,start,step)=>{let k=0; return async()=>{ for(let d=0;d<10000;d++){ k=(k+7919*31)%1000; const r=await storage.songs.find({service:'spotify',id:spotifyIdOf(start+k*step)}); if(!r) throw 1 } }}
const make=async(count)=>{const storage=memoryStorage(); await storage.songs.saveMany(songDrafts(await saveArtist(storage),count)); gc!(); return storage}
const s1=await make(1000), s100=await make(100000)
for(let i=0;i<3;i++){
const m=await interleaved({few:of(s1,0,1),first:of(s100,0,1),spread:of(s100,0,100)},{rounds:60,warmUp:10})
console.log(Object.entries(m).map(([k,v])=>k+' '+v.toFixed(2)+' r='+(v/m.few).toFixed(2)).join('  '))}
