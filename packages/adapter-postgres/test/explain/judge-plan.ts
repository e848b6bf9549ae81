import type { PlanNode, Ran } from './watch-plans.ts'

/** More rows than one answer may cost, however large its table is. */
const many = 20_000
/** The same for the places of rows, which an index hands out by the thousand. */
const manyPlaces = 200_000

/** What is wrong with how a statement ran: big tables read from end to end, or more rows touched than any answer needs. */
export function findFaults({ plan }: Ran, bigTables: readonly string[]): readonly string[] {
  return nodesOf(plan).flatMap((node) => {
    const { 'Node Type': type, 'Relation Name': table = '', 'Index Name': index } = node
    const touched =
      node['Actual Loops'] *
      (node['Actual Rows'] +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0))
    if (type === 'Seq Scan' && bigTables.includes(table)) return `reads all of ${table}`
    if (touched <= (type === 'Bitmap Index Scan' ? manyPlaces : many)) return []
    if (type === 'Sort') return `sorts ${touched} rows`
    return type.includes('Scan') ? `reads ${touched} rows of ${index ?? (table || type)}` : []
  })
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** The statement and its plan, for people. */
export const describeRun = ({ text, plan }: Ran): string => `${text.trim()}\n\n${drawn(plan, 0)}`

function drawn(node: PlanNode, depth: number): string {
  const { Plans: plans = [], 'Node Type': type, 'Relation Name': table, 'Index Name': index } = node
  const where = [table && `on ${table}`, index && `by ${index}`].filter(Boolean).join(' ')
  const dropped = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  const rows = `${node['Actual Rows']} rows${dropped ? `, ${dropped} dropped` : ''}, ${node['Actual Loops']} times`
  const line = `${'  '.repeat(depth)}${type} ${where} (${rows})`
  return [line, ...plans.map((each) => drawn(each, depth + 1))].join('\n')
}
