using KubeSharp.Client.Streams;

namespace KubeSharp.Client.Tests.Streams;

public sealed class SpdyHeadersTests
{
    // Made by zlib with the protocol's dictionary: two frames of one connection.
    private const string First = "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e01c6061606100a4398b20d198094ade8c0600000000ffff", Second = "c2aa19540e2512d60b000000ffff";

    [Fact]
    public void Compressed_headers_of_one_connection_are_read_frame_after_frame()
    {
        using var headers = new SpdyHeaders();
        Assert.Equal([("port", "8080"), ("requestid", "0"), ("streamtype", "error")], headers.Read(Frame(First)).Select(static h => (h.Key, h.Value)).Order());
        Assert.Equal([("port", "8080"), ("requestid", "0"), ("streamtype", "data")], headers.Read(Frame(Second)).Select(static h => (h.Key, h.Value)).Order());
    }

    [Fact]
    public void What_our_own_side_opens_is_read_too()
    {
        using var headers = new SpdyHeaders();
        foreach (var (stream, type) in new[] { (1, "error"), (3, "stdin") })
        {
            var frame = SpdyFrame.Open(stream, stream == 1, ("streamtype", type));
            Assert.Equal(type, headers.Read(SpdyFrame.Read(frame.AsSpan(0, SpdyFrame.HeadBytes), frame.AsMemory(SpdyFrame.HeadBytes)))["streamtype"]);
        }
    }

    [Fact]
    public void Headers_that_end_early_are_refused()
    {
        using var headers = new SpdyHeaders();
        Assert.Throws<InvalidDataException>(() => headers.Read(Frame(First[..40])));
    }

    private static SpdyFrame Frame(string block) => new(SpdyFrameKind.SynStream, 0, 1, (byte[])[.. new byte[10], .. Convert.FromHexString(block)]);
}
