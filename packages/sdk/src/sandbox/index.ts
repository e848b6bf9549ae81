export type { SandboxCredentials } from './access/credentials.ts'
export type { SandboxCall } from './call-log.ts'
export { createSandbox, type ListeningSandbox, type Sandbox } from './create-sandbox.ts'
export type { Fault, FaultKind } from './faults/fault.ts'
export {
  type FaultScript,
  type FaultScriptName,
  faultScripts,
  isFaultScriptName,
} from './faults/fault-scripts.ts'
export type { Latency } from './latency.ts'
export type { Limits as SandboxLimits } from './limits/limits.ts'
export type { SandboxOptions } from './options.ts'
export { type ServiceName, serviceNames } from './service-name.ts'
export type { SpotifyTier } from './services/service.ts'
export type { World } from './world/world.ts'
export type { WorldSize } from './world/world-size.ts'
export { type TruthShow, type TruthSong, type WorldTruth, worldTruth } from './world/world-truth.ts'
