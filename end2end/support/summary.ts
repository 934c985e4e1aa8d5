/** The closing line that other programs read: `12 passed, 0 failed`. */

import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

export default class Summary implements Reporter {
  private suite: Suite | undefined;

  onBegin(_: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onEnd(result: FullResult): void {
    const outcomes = this.suite!.allTests().map((test) => test.outcome());
    const count = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length;
    // A run can fail with every test passed: the server's log is judged after them.
    const failed = Math.max(count('unexpected'), result.status === 'passed' ? 0 : 1);
    const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
    console.log(`${count('expected')} passed, ${failed} failed${skipped}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
