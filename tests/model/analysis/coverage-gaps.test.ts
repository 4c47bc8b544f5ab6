import { describe, expect, test } from 'vitest'
import { compareReleases } from '../../../src/model/analysis/compare-releases.ts'
import { introducedIn } from '../../../src/model/analysis/applicability.ts'
import { classOf } from '../../../src/model/analysis/register-class.ts'
import { isUnread } from '../../../src/model/analysis/coverage-gaps.ts'
import { readTexts } from '../../../src/build/read-deck.ts'
import { loadText } from '../../../src/model/read/load-files.ts'
import { ADDED_ARCH, filesWithAddedArch } from '../../added-arch.ts'
import { data, viewpoints } from '../../explorer/whole-dataset.ts'
import { writtenArches } from '../../written-arches.ts'

const written = writtenArches(data)
const unread = (id: string, arch: string, release: string) =>
  isUnread(
    data.mechanisms.find(it => it.id === id)!,
    { arch, release },
    data,
  )

describe('isUnread(mechanism, at, data)', () => {
  test('is no lack: before an arch was read, what others have may be there', () => {
    expect(unread('kprobe', 'arm', '3.7')).toBe(true)
    expect(unread('kprobe', 'arm', '6.1')).toBe(false)
    expect(unread('fprobe', 'arm', '6.6')).toBe(false)
    expect(unread('ftrace', 'arm64', '5.5')).toBe(true)
    expect(unread('ftrace', 'arm64', '3.16')).toBe(false)
  })

  test('never names what exists, nor what exists nowhere yet', () => {
    for (const at of viewpoints) {
      for (const it of data.mechanisms.filter(mechanism => isUnread(mechanism, at, data))) {
        expect(classOf(it, at, data), `${it.id} on ${at.arch} in ${at.release}`).toBeUndefined()
        expect(compareReleases(introducedIn(it), at.release), `${it.id} in ${at.release}`).toBeLessThanOrEqual(0)
      }
    }
  })

  test('is nothing where the talk looks, from 6.1 to 6.12', () => {
    for (const at of viewpoints.filter(
      ({ arch, release }) =>
        written.includes(arch) &&
        compareReleases(release, arch === 'loongarch64' ? '6.5' : '6.2') >= 0 &&
        compareReleases(release, '6.12') <= 0,
    ))
      expect(
        data.mechanisms.filter(it => isUnread(it, at, data)).map(it => it.id),
        `${at.arch} ${at.release}`,
      ).toEqual([])
  })

  test('is not what the tree of the arch says that it lacks', () => {
    const files = filesWithAddedArch()
    const file = `data/arch/${ADDED_ARCH}.yaml`
    const text = files.get(file)!
    const lacking = text.replace(/^( +uprobe:) .*$/gm, '$1 { value: "no", because: [no ARCH_SUPPORTS_UPROBES] }')
    expect(lacking).not.toBe(text)
    files.set(file, lacking)
    const added = readTexts(files, { text: loadText('slides.md') }).data
    const uprobe = added.mechanisms.find(it => it.id === 'uprobe')!
    expect(isUnread(uprobe, { arch: ADDED_ARCH, release: '6.12' }, added)).toBe(false)
  })
})
