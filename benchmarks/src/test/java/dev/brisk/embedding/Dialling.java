package dev.brisk.embedding;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;

/** A program that tries to use the network, with what it would send going no further than here. */
final class Dialling {
  private static final int DISCARD = 9;

  private Dialling() {}

  /** Takes {@code tcp} or {@code udp}. */
  public static void main(String[] arguments) throws IOException {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    try {
      if (arguments[0].equals("tcp")) {
        new Socket(here, DISCARD).close();
      } else {
        send(here);
      }
    } catch (IOException e) {
      System.out.println(e);
    }
  }

  private static void send(InetAddress address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, address, DISCARD));
    }
  }
}
