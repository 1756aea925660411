/** A problem answer of RFC 9457, or what stands for one when there was no answer. */
export class Problem extends Error {
  constructor(
    /** Stable name of the kind, such as `/problems/no-such-run`. */
    readonly type: string,
    /** HTTP status; 0 when the API was not reached. */
    readonly status: number,
    readonly title: string,
    /** What was wrong and what to do. */
    readonly detail: string,
    /** Everything that the answer said. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title);
  }

  static async of(response: Response): Promise<Problem> {
    const text = await response.text();
    try {
      const body = JSON.parse(text) as Record<string, unknown>;
      return new Problem(
        String(body['type'] ?? 'about:blank'), response.status, String(body['title'] ?? response.statusText),
        String(body['detail'] ?? ''), body);
    } catch {
      return new Problem('about:blank', response.status, `The API answered ${response.status}.`, text.slice(0, 300));
    }
  }

  /** What was thrown, as a problem; anything else than one is a bug of the page. */
  static from(error: unknown): Problem {
    return error instanceof Problem ? error : new Problem('bug', 0, 'This page has a bug.', String(error));
  }

  /** Whether the same request may be answered in a moment. */
  get isPassing(): boolean {
    return this.type === 'unreachable' || [429, 502, 503, 504].includes(this.status);
  }

  static unreachable(): Problem {
    return new Problem(
      'unreachable', 0, 'The API cannot be reached.', 'It may be restarting; this page tries again by itself.');
  }
}
