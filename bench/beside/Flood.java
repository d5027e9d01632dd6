// A member of a JGroups cluster that says many lines and counts what it hears, for the driver beside it.
// usage: java Flood NICK OWN-PORT ALL-PORTS(comma separated) total|fifo bundled|single
// Reads "say N" and "expect N" (lines heard since the start). Prints "view SIZE COORDINATOR", "said NANOSECONDS" before the first line
// goes, and "reached N AMISS NANOSECONDS" when N were heard, AMISS of them out of their order. The clock is the system's monotonic one.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ReceiverAdapter;
import org.jgroups.View;

public class Flood extends ReceiverAdapter {
  private static final int LINE_BYTES = 100;
  private long heard, amiss, expected, said;

  public static void main(String[] args) throws Exception {
    new Flood().run(args);
  }

  private void run(String[] args) throws Exception {
    JChannel channel = new JChannel(Stack.of(args[1], args[2].split(","), args[3].equals("total"), args[4].equals("bundled")));
    channel.setName(args[0]);
    channel.setReceiver(this);
    channel.connect("flood");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      long count = Long.parseLong(words[1]);
      if (words[0].equals("expect")) {
        expect(count);
        continue;
      }
      print("said " + System.nanoTime());
      for (long i = 0; i < count; ++i) channel.send(new Message(null, null, ByteBuffer.allocate(LINE_BYTES).putLong(said++).array()));
    }
    channel.close();
  }

  private static synchronized void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private synchronized void expect(long count) {
    expected = count;
    if (heard == expected) reached();
  }

  private void reached() {
    print("reached " + heard + " " + amiss + " " + System.nanoTime());
  }

  @Override
  public void viewAccepted(View view) {
    print("view " + view.size() + " " + view.getMembers().get(0));
  }

  @Override
  public synchronized void receive(Message message) {
    if (ByteBuffer.wrap(message.getBuffer()).getLong() != heard) ++amiss;
    if (++heard == expected) reached();
  }
}
