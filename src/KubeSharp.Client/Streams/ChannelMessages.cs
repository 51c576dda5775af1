using KubeSharp.Machinery.Documents;

namespace KubeSharp.Client.Streams;

/// <summary>Messages of the channel protocols. Pure.</summary>
public static class ChannelMessages
{
    /// <summary>A message of the channel.</summary>
    public static byte[] Of(StreamChannel channel, ReadOnlySpan<byte> content) => [(byte)channel, .. content];

    /// <summary>v5: nothing more comes on the channel.</summary>
    public static byte[] Closing(StreamChannel channel) => [(byte)StreamChannel.Close, (byte)channel];

    /// <summary>The terminal has this size now.</summary>
    public static byte[] Resized(int columns, int rows) => Of(StreamChannel.Resize, ObjectNode.Of(("Width", columns), ("Height", rows)).ToUtf8());

    /// <summary>Channel and content of a message; false where it is empty.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> message, out StreamChannel channel, out ReadOnlyMemory<byte> content)
    {
        (channel, content) = (default, default);
        if (message.IsEmpty) { return false; }
        (channel, content) = ((StreamChannel)message.Span[0], message[1..]);
        return true;
    }

    /// <summary>The exit code that a message of the error channel tells: 0 for success, null where it tells of another failure.</summary>
    public static int? ExitCode(ReadOnlySpan<byte> status)
    {
        var tree = Node.Parse(status);
        if (tree.TextAt("status") == "Success") { return 0; }
        if (tree.TextAt("reason") != "NonZeroExitCode" || tree.At("details", "causes") is not ArrayNode causes) { return null; }
        foreach (var cause in causes)
        {
            if (cause.TextAt("reason") == "ExitCode" && int.TryParse(cause.TextAt("message"), out var code)) { return code; }
        }
        return null;
    }
}
