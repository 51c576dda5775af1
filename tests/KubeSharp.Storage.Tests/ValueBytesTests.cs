using System.Text;
using KubeSharp.Storage.Memory;

namespace KubeSharp.Storage.Tests;

/// <summary>Values that were replaced are kept as differences, and read as they were.</summary>
public sealed class ValueBytesTests
{
    [Fact]
    public void A_text_is_put_together_from_a_newer_one_whatever_was_done_to_it()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var older = Text(random, random.Next(0, 6_000));
            var newer = older;
            for (var edits = random.Next(0, 6); edits > 0; edits--) { newer = Edited(random, newer); }
            if (random.Next(20) == 0) { newer = Text(random, random.Next(0, 6_000)); }
            var steps = ValueDifference.Of(older, newer);
            if (steps is null) { continue; }
            Assert.Equal(older, ValueDifference.Restore(steps, newer, older.Length));
        }
    }

    [Fact]
    public void A_change_of_a_few_fields_is_kept_in_a_few_bytes()
    {
        var older = Encoding.UTF8.GetBytes($$$"""{"metadata":{"resourceVersion":"1041","labels":{"a":"b"},"managedFields":[{"time":"2026-11-28T01:02:03Z"}]},"spec":"{{{new string('s', 4000)}}}","status":{"message":"turn 99"}}""");
        var newer = Encoding.UTF8.GetBytes($$$"""{"metadata":{"resourceVersion":"10412","labels":{"a":"b","c":"d"},"managedFields":[{"time":"2026-11-28T01:02:04Z"}]},"spec":"{{{new string('s', 4000)}}}","status":{"message":"turn 100"}}""");
        Assert.InRange(ValueDifference.Of(older, newer)!.Length, 1, 100);
    }

    [Fact]
    public void A_text_that_has_nothing_in_common_with_the_newer_one_stays_as_it_is()
    {
        var random = new Random(8);
        var bytes = new ValueBytes(Text(random, 3_000));
        bytes.ReplacedBy(new ValueBytes(Text(random, 3_000)));
        Assert.True(bytes.IsWhole);
    }

    [Fact]
    public async Task Every_revision_reads_as_it_was_written_and_most_of_history_is_differences()
    {
        await using var store = new MemoryStore(TimeProvider.System);
        var random = new Random(9);
        var written = new List<(string Key, byte[] Value, long Revision)>();
        var now = Enumerable.Range(0, 5).ToDictionary(static i => $"/k{i}", _ => Text(random, 3_000));
        for (var i = 0; i < 2_000; i++)
        {
            var key = $"/k{random.Next(5)}";
            now[key] = Edited(random, now[key]);
            var done = await store.CommitAsync(new Transaction([], [new PutOperation(Encoding.UTF8.GetBytes(key), now[key])]), default);
            written.Add((key, now[key], done.Revision));
        }
        foreach (var (key, value, revision) in written)
        {
            var read = await store.RangeAsync(new RangeRequest(Encoding.UTF8.GetBytes(key), Revision: revision), default);
            Assert.Equal(value, Assert.Single(read.Items).Value.ToArray());
        }
        var (seen, whole) = (0, 0);
        await foreach (var batch in store.WatchAsync(new WatchRequest("/"u8.ToArray(), "0"u8.ToArray(), 2, PreviousValues: true), default))
        {
            var change = Assert.Single(batch.Events);
            Assert.Equal(written[seen].Value, change.Item.Value.ToArray());
            whole += change.Item.Bytes.IsWhole ? 1 : 0;
            if (++seen == written.Count) { break; }
        }
        // The newest, those that were replaced just now, and one of some in a row.
        Assert.InRange(whole, 5, 500);
    }

    private static byte[] Text(Random random, int length)
    {
        var text = new byte[length];
        for (var i = 0; i < length; i++) { text[i] = (byte)('a' + random.Next(26)); }
        return text;
    }

    private static byte[] Edited(Random random, byte[] text)
    {
        var at = random.Next(text.Length + 1);
        var removed = Math.Min(random.Next(40), text.Length - at);
        return [.. text[..at], .. Text(random, random.Next(40)), .. text[(at + removed)..]];
    }
}
