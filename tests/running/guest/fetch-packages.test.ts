import { describe, expect, test } from 'vitest'
import { kernelsByRelease, readOffered } from '../../../src/running/guest/fetch-packages.ts'

const entry = (name: string, version: string, size: number) => `Package: ${name}\nVersion: ${version}\nSize: ${size}\n`

describe('kernelsByRelease(offered, flavour)', () => {
  const offered = readOffered(
    [
      entry('linux-image-6.12.95+deb12-cloud-arm64', '6.12.95-1~bpo12+1', 28e6),
      entry('linux-image-6.12.117+deb13-cloud-arm64', '6.12.117-1', 28e6),
      entry('linux-image-6.12.117+deb13-rt-cloud-arm64', '6.12.117-1', 28e6),
      entry('linux-image-6.12.117+deb13-cloud-arm64-unsigned', '6.12.117-1', 28e6),
      entry('linux-image-cloud-arm64', '7.2.13-1', 2000),
      entry('linux-image-7.2.13+deb14-cloud-arm64', '7.2.13-1', 2000),
      entry('linux-binary-7.2.13+deb14-cloud-arm64', '7.2.13-1', 10e6),
      entry('linux-image-6.1.0-50-cloud-arm64', '6.1.176-1', 21e6),
      entry('bash', '5.2', 1e6),
    ].join('\n'),
  )

  test('has the newest kernel of each release first, and none that is only a name for another', () => {
    const names = [...kernelsByRelease(offered, 'cloud-arm64')].map(([release, its]) => [
      release,
      ...its.map(it => it.name),
    ])
    expect(names.sort()).toEqual([
      ['6.1', 'linux-image-6.1.0-50-cloud-arm64'],
      ['6.12', 'linux-image-6.12.117+deb13-cloud-arm64', 'linux-image-6.12.95+deb12-cloud-arm64'],
      ['7.2', 'linux-binary-7.2.13+deb14-cloud-arm64'],
    ])
  })
})
