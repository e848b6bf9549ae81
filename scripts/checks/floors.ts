import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import {
  cruise,
  type ICruiseResult,
  type IRegularForbiddenRuleType,
  type IViolation,
} from 'dependency-cruiser'
import {
  besideInTests,
  besideTheTower,
  floors,
  mainEntry,
  onlyImportedIn,
  packageArrows,
  sharedTestSupport,
} from '../floors.ts'
import type { Check, CheckResult } from './check.ts'
import { entryPoints, type PackageFolder, packageFolders, sourceCondition } from './project-files.ts'

const cruised = ['packages', 'tests', 'benches', 'examples', 'scripts']
const sdk = 'packages/sdk/src'
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** Matches a folder with all it holds, or one file. */
const within = (place: string) => `^${literally(`${sdk}/${place}`)}${place.endsWith('.ts') ? '$' : '/'}`

type Rule = IRegularForbiddenRuleType & { readonly name: string; readonly comment: string }

function rule(name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule {
  return { name, comment, severity: 'error', from, to }
}

/** A place may import itself and what stands below it; everything else in the sdk is out of its reach. */
function towerRules(): Rule[] {
  const tower = floors.flatMap((places, floor) =>
    places.map((place) => {
      const reach = [place, ...floors.slice(0, floor).flat()].map(within)
      const comment = `${place} stands on floor ${floor} and imports only from lower floors`
      return rule('floor', comment, { path: within(place) }, { path: `^${literally(sdk)}/`, pathNot: reach })
    }),
  )
  const beside = besideTheTower.map((place) => {
    const reach = [place, ...floors.flat()].map(within)
    const comment = `${place} stands beside the tower and imports only the floors`
    return rule('floor', comment, { path: within(place) }, { path: `^${literally(sdk)}/`, pathNot: reach })
  })
  return [...tower, ...beside]
}

/** A file that no floor claims would escape every rule above. */
function homeless(files: readonly string[]): string[] {
  const known = new RegExp([...floors.flat(), ...besideTheTower, mainEntry].map(within).join('|'))
  return files
    .filter((file) => file.startsWith(`${sdk}/`) && !known.test(file))
    .map((file) => `${file}: every file of the sdk stands on a floor; name its folder in scripts/floors.ts`)
}

function packageRules(packages: readonly PackageFolder[]): Rule[] {
  const others = ['^packages/', '^tests/', '^benches/', '^examples/', '^scripts/']
  return packages.flatMap(({ folder }) => {
    const own = `^packages/${literally(folder)}/`
    const tests = `${own}test/`
    const reach = (names: readonly string[]) =>
      [folder, ...names].map((name) => `^packages/${literally(name)}/`)
    const arrow = (from: { readonly path: string; readonly pathNot?: string }, names: readonly string[]) => {
      const pathNot = reach(names)
      const comment = `${from.path} imports, of the workspace, only ${pathNot.join(' and ')}`
      return rule('arrow', comment, from, { path: others, pathNot })
    }
    const arrows = packageArrows[folder] ?? []
    return [
      arrow({ path: own, pathNot: tests }, arrows),
      arrow({ path: tests }, [...arrows, ...(besideInTests[folder] ?? [])]),
    ]
  })
}

function moduleRules(): Rule[] {
  return Object.entries(onlyImportedIn).map(([module, places]) => {
    const comment = `${module} loads only where ${places.join(' or ')} is imported`
    const from = { path: `^${literally(sdk)}/`, pathNot: places.map(within) }
    if (module === 'node:*') return rule('only-here', comment, from, { dependencyTypes: ['core'] })
    const name = literally(module)
    return rule('only-here', comment, from, { path: [`node_modules/${name}/`, `^${name}(/|$)`] })
  })
}

function rulesFor(packages: readonly PackageFolder[]): Rule[] {
  const entries = packages.flatMap(({ folder, manifest }) =>
    entryPoints(manifest).map((entry) => `^${literally(posix.join('packages', folder, entry.source))}$`),
  )
  const source = '^packages/[^/]+/src/'
  return [
    ...towerRules(),
    ...packageRules(packages),
    ...moduleRules(),
    rule('circle', 'no file imports itself by a detour; types count', {}, { circular: true }),
    rule(
      'barrel',
      'only the entry points of package.json re-export',
      { path: source, pathNot: entries },
      { dependencyTypes: ['export'] },
    ),
    rule(
      'undeclared',
      'a package names in its dependencies what its source imports',
      { path: source },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'npm-peer'] },
    ),
    rule('unresolved', 'there is no such file or package', {}, { couldNotResolve: true }),
    rule(
      'inside',
      'examples and journeys use the packages as their users do: by name',
      { path: '^(examples|tests)/' },
      { path: '^packages/', pathNot: sharedTestSupport, dependencyTypes: ['local'] },
    ),
  ]
}

function explain(violation: IViolation, comments: ReadonlyMap<string, string>): string {
  const circle = violation.cycle?.map((step) => step.name) ?? []
  const path = [
    violation.from,
    ...(circle.length > 0 ? circle : violation.from === violation.to ? [] : [violation.to]),
  ]
  const type = violation.dependencyTypes?.some((kind) => kind === 'type-only' || kind === 'type-import')
  const reason = comments.get(violation.rule.name)
  return `${path.join(' → ')}${type ? ' (type-only)' : ''}: ${reason}`
}

/** Circles are found from each of their files; one report for each is enough. */
function withoutRepeatedCircles(violations: readonly IViolation[]): IViolation[] {
  const seen = new Set<string>()
  return violations.filter((violation) => {
    if (!violation.cycle) return true
    const members = [...new Set(violation.cycle.map((step) => step.name))].sort().join()
    return !seen.has(members) && seen.add(members)
  })
}

/**
 * Floors, circles and arrows, type-only imports included. The table is in `scripts/floors.ts`; the walking is
 * dependency-cruiser's.
 */
export async function checkFloors(root: string): Promise<CheckResult> {
  const numbered = rulesFor(await packageFolders(root)).map((one, index) => ({
    ...one,
    name: `${one.name}-${index}`,
  }))
  const comments = new Map(numbered.map((one) => [one.name, one.comment]))
  const { output } = await cruise(
    cruised.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: numbered },
      tsPreCompilationDeps: true,
      combinedDependencies: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '(^|/)(dist|coverage|\\.snippets)/' },
    },
    { conditionNames: [sourceCondition, 'types', 'import', 'default'], exportsFields: ['exports'] },
  )
  const { modules, summary } = output as ICruiseResult
  const own = modules.filter((one) => cruised.some((folder) => one.source.startsWith(`${folder}/`)))
  const imports = own.reduce((sum, one) => sum + one.dependencies.length, 0)
  return {
    problems: [
      ...homeless(own.map((one) => one.source)),
      ...withoutRepeatedCircles(summary.violations).map((violation) => explain(violation, comments)),
    ],
    looked: `${own.length} files, ${imports} imports`,
  }
}

export const floorsCheck: Check = { name: 'floors', run: checkFloors }
