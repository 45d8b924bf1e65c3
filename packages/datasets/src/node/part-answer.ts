/** What a server's answer to the request for a file, from byte `offset` on, amounts to. */
export type PartAnswer =
  /** A body follows: byte `start` of the file comes first, of `total` (NaN where that isn't known). `resumable` where its bytes can be counted. */
  | { readonly kind: 'body'; readonly start: number; readonly total: number; readonly resumable: boolean }
  /** The file ends at `offset`: nothing lacks. */
  | { readonly kind: 'complete' }
  /** The part that is here doesn't fit the file that is there. */
  | { readonly kind: 'misfit'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Reads status and headers of an answer (RFC 9110, section 14: range requests). */
export function partAnswer({ status, statusText, ok, headers }: Response, offset: number): PartAnswer {
  const range = contentRange(headers.get('content-range'));
  if (status === 416 && offset > 0) {
    return range?.total === offset ? { kind: 'complete' } : { kind: 'misfit', why: `has no byte ${offset} to go on from` };
  }
  if (!ok) return { kind: 'refused', why: `answered ${status} ${statusText}`.trimEnd() };
  if (status === 206) {
    if (range?.from === offset) return { kind: 'body', start: offset, total: range.total, resumable: true };
    return { kind: offset > 0 ? 'misfit' : 'refused', why: `sent another range than bytes ${offset}-` };
  }
  // a body that is coded on the way arrives decoded: the length in the header is not the one that will be counted here
  const coded = !['identity', null].includes(headers.get('content-encoding'));
  return { kind: 'body', start: 0, total: coded ? Number.NaN : Number(headers.get('content-length') ?? Number.NaN), resumable: !coded };
}

function contentRange(header: string | null): { readonly from: number; readonly total: number } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(header ?? '');
  return match ? { from: Number(match[1] ?? Number.NaN), total: match[2] === '*' ? Number.NaN : Number(match[2]) } : undefined;
}
