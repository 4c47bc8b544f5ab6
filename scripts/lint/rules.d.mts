import type { RuleTester } from 'oxlint/plugins-dev'

type Rule = Parameters<RuleTester['run']>[1]

declare const plugin: {
  readonly rules: Readonly<
    Record<'document-exports' | 'document-params' | 'document-returns' | 'document-throws', Rule>
  >
}
export default plugin
