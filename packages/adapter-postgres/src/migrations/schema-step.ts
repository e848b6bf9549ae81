/** One step of the schema. Statements run in order, with the search path set to the schema. */
export interface SchemaStep {
  /** `NNNN-what-it-does`; steps run in the order of their names. */
  readonly name: string
  readonly statements: readonly string[]
}
