import { Observable, type Observer, type Operator, type Subscriber, type Subscription, type TeardownLogic } from 'rxjs';
import { isThenable } from './thenable.ts';

type Next<T> = (value: T) => void;
type Report = (error: unknown) => void;

/** Operators subscribe with a Subscriber of their own, possibly of another copy of RxJS; their errors travel down to the end of the pipe. */
const isSubscriber = <T>(observer: Partial<Observer<T>> | Next<T> | null | undefined): observer is Subscriber<T> =>
  typeof observer === 'object' && observer !== null && 'add' in observer && 'unsubscribe' in observer;

/**
 * An Observable whose subscribers can't bring the process down. RxJS throws what a subscriber throws from a timer, as an uncaught exception; here it is
 * reported and the subscriber is unsubscribed. This holds at the end of a pipe too, for `lift` is the way on which every operator makes the next
 * Observable of a pipe.
 */
export class GuardedObservable<T> extends Observable<T> {
  readonly #report: Report;

  constructor(report: Report, subscribe?: (subscriber: Subscriber<T>) => TeardownLogic) {
    super(subscribe);
    this.#report = report;
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new GuardedObservable<R>(this.#report);
    lifted.source = this;
    lifted.operator = operator;
    return lifted;
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | Next<T> | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    if (isSubscriber(observerOrNext)) return super.subscribe(observerOrNext);
    const observer = typeof observerOrNext === 'object' && observerOrNext ? observerOrNext : { next: observerOrNext, error, complete };

    let failed = false;
    let subscription: Subscription | undefined;
    const fail = (reason: unknown): void => {
      if (failed) return;
      failed = true;
      this.#report(reason);
      subscription?.unsubscribe();
    };
    const guarded =
      <A extends readonly unknown[]>(call: (...args: A) => unknown) =>
      (...args: A): void => {
        if (failed) return;
        try {
          const result = call(...args);
          if (isThenable(result)) result.then(undefined, fail);
        } catch (reason) {
          fail(reason);
        }
      };
    subscription = super.subscribe({
      next: guarded((value: T) => observer.next?.(value)),
      error: guarded((reason: unknown) => {
        if (!observer.error) throw reason;
        return observer.error(reason);
      }),
      complete: guarded(() => observer.complete?.()),
    });
    // It may have failed before there was something to unsubscribe.
    if (failed) subscription.unsubscribe();
    return subscription;
  }
}
