package errand.server.artifact;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME: reflected, polynomial ad93d23594c93659, all ones before and after. Eight octets at a
 * time, through eight tables.
 */
final class Crc64Nvme implements Checksum {
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L; // bits reversed
  private static final int SLICES = 8;
  private static final long[][] TABLES = tables();

  private long state = -1;

  private static long[][] tables() {
    long[][] tables = new long[SLICES][256];
    for (int octet = 0; octet < 256; octet++) {
      long value = octet;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      tables[0][octet] = value;
    }
    for (int slice = 1; slice < SLICES; slice++) {
      for (int octet = 0; octet < 256; octet++) {
        long before = tables[slice - 1][octet];
        tables[slice][octet] = (before >>> 8) ^ tables[0][(int) (before & 0xff)];
      }
    }
    return tables;
  }

  @Override
  public void update(int octet) {
    state = (state >>> 8) ^ TABLES[0][(int) ((state ^ octet) & 0xff)];
  }

  @Override
  public void update(byte[] from, int offset, int length) {
    long crc = state;
    int at = offset;
    int end = offset + length;
    for (; at + SLICES <= end; at += SLICES) {
      long mixed = 0;
      for (int i = SLICES - 1; i >= 0; i--) {
        mixed = mixed << 8 | (from[at + i] & 0xff);
      }
      mixed ^= crc;
      crc = 0;
      for (int i = 0; i < SLICES; i++) {
        crc ^= TABLES[SLICES - 1 - i][(int) (mixed >>> (8 * i) & 0xff)];
      }
    }
    for (; at < end; at++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) ((crc ^ from[at]) & 0xff)];
    }
    state = crc;
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1;
  }
}
