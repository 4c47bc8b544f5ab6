import { z } from 'zod'
import { source } from './source.ts'

export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id must be lower-case words joined by hyphens')
  .refine(it => it !== 'constructor', 'constructor means something to JavaScript; choose another id')
export const sources = z.array(source).min(1, 'every claim needs at least one source')
export const sentence = z.string().min(1)
export const year = z.int().min(1991).max(2100)
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'a language must read like de or pt-BR')
export const arches = z.array(id).min(1).optional().describe('Arches on which it holds; all, if absent')
