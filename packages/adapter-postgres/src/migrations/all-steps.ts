import { enums } from './0001-enums.ts'
import { catalog } from './0002-catalog.ts'
import { votesAndFans } from './0003-votes-and-fans.ts'
import { operations } from './0004-operations.ts'
import { upkeep } from './0005-upkeep.ts'
import { ballots } from './0006-ballots.ts'
import { trending } from './0007-trending.ts'
import { outsideWrites } from './0008-outside-writes.ts'
import { functions } from './0009-functions.ts'
import { rowSecurity } from './0010-row-security.ts'
import type { SchemaStep } from './schema-step.ts'

/** Every step of the schema, in order. Steps that have been released never change. */
export const allSteps: readonly SchemaStep[] = [
  enums,
  catalog,
  votesAndFans,
  operations,
  upkeep,
  ballots,
  trending,
  outsideWrites,
  functions,
  rowSecurity,
]
