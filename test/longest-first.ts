import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Minutes by itself: begun last, it would be waited for when all else is done. */
const LONGEST = 'test/cli/prove.test.ts'

/** The order that vitest would take (larger files first), behind the longest one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith(LONGEST)
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))]
  }
}
