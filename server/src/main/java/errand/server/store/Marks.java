package errand.server.store;

/** The numbers that only go up. */
interface Marks {
  /** For a connection that only looks. */
  Marks NONE =
      new Marks() {
        @Override
        public long nextNotice() {
          return 0;
        }

        @Override
        public void ordered(long order) {}
      };

  /** The number of the next notice, above all before it, also those of earlier starts. */
  long nextNotice();

  /** Remembers that this place in the order of jobs, joins and placements is taken. */
  void ordered(long order);
}
