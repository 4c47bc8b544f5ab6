import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadLook } from './read-look.ts'

/**
 * The licences of the packages that the faces of a look come from, in the form of Vite's list: Vite lists the packages
 * whose modules are in the bundle, and of these only files are.
 *
 * @param look - the look.
 * @returns Markdown; empty where all font files lie beside the look.
 */
export function faceLicences({ fontFiles }: Pick<ReadLook, 'fontFiles'>): string {
  const files = Object.values(fontFiles).flatMap(it => Object.values(it))
  const folders = files.flatMap(it => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(it)?.[0] ?? [])
  return [...new Set(folders)].map(licenceOf).join('')
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly [key in 'name' | 'version' | 'license']?: string
  }
  const file = readdirSync(folder).find(it => /^(?:licen[cs]e|copying)/i.test(it))
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  return `\n## ${name} - ${version}${license ? ` (${license})` : ''}\n${text}`
}
