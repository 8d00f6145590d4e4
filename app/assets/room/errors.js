/** The server answered, and the answer is no. */
export class Refused extends Error {
  /** @param {{code: string, message: string, retry_after?: number}} error */
  constructor(error) {
    super(error.message);
    this.code = error.code;
    this.retryAfter = error.retry_after || 0;
  }

  /** Asking again later may help; asking the same now does not. */
  get passing() {
    return this.code === "too_many" || this.code === "unavailable";
  }
}

/** No answer: whether it was done is unknown. */
export class Unreachable extends Error {}
