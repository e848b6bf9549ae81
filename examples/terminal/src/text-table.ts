/** Rows with aligned columns. The first row is the header; numbers stand to the right. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length)),
  )
  const isNumeric = (column: number) => rows.some((row) => typeof row[column] === 'number')
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column]!
        return isNumeric(column) ? String(cell).padStart(width) : String(cell).padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
