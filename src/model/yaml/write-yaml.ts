import { stringify } from 'yaml'

/**
 * Write a value as YAML.
 *
 * @param value - plain objects, arrays and values.
 * @returns the text, each value on one line.
 */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}
