using System.Buffers.Binary;
using System.Text;
using KubeSharp.Client.Streams;

namespace KubeSharp.Client.Tests.Streams;

public sealed class SpdyFrameTests
{
    private static SpdyFrame Parse(byte[] bytes)
    {
        Assert.Equal(bytes.Length - SpdyFrame.HeadBytes, SpdyFrame.PayloadLength(bytes));
        return SpdyFrame.Read(bytes.AsSpan(0, SpdyFrame.HeadBytes), bytes.AsMemory(SpdyFrame.HeadBytes));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("hello", false)]
    public void Data_is_read_as_it_was_written(string text, bool fin)
    {
        var frame = Parse(SpdyFrame.Data(7, Encoding.UTF8.GetBytes(text), fin));
        Assert.Equal((SpdyFrameKind.Data, 7, fin, text), (frame.Kind, frame.StreamId, frame.IsFin, Encoding.UTF8.GetString(frame.Payload.Span)));
    }

    [Fact]
    public void A_stream_is_opened_with_its_headers_in_a_stored_block()
    {
        var frame = Parse(SpdyFrame.Open(3, false, ("streamtype", "stdin")));
        Assert.Equal((SpdyFrameKind.SynStream, 3), (frame.Kind, frame.StreamId));
        var block = frame.Payload.Span[10..];
        var length = BinaryPrimitives.ReadUInt16LittleEndian(block[1..]);
        Assert.Equal((ushort)~length, BinaryPrimitives.ReadUInt16LittleEndian(block[3..]));
        var plain = block.Slice(5, length);
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(plain));
        Assert.Equal(10, BinaryPrimitives.ReadInt32BigEndian(plain[4..]));
        Assert.Equal("streamtype", Encoding.ASCII.GetString(plain.Slice(8, 10)));
        Assert.Equal("stdin", Encoding.ASCII.GetString(plain[22..]));
        Assert.Equal(new byte[] { 0, 0, 0, 0xFF, 0xFF }, block[(5 + length)..].ToArray());
    }

    [Fact]
    public void Only_the_first_stream_begins_the_compressed_text()
    {
        var first = Parse(SpdyFrame.Open(1, true, ("streamtype", "error"))).Payload.Span[10..16].ToArray();
        Assert.Equal(new byte[] { 0x78, 0xBB, 0xE3, 0xC6, 0xA7, 0xC2 }, first);
        Assert.Equal(0, ((first[0] << 8) | first[1]) % 31);
        Assert.Equal(0, Parse(SpdyFrame.Open(3, false)).Payload.Span[10]);
    }

    [Fact]
    public void Another_version_and_a_frame_without_its_stream_are_refused()
    {
        byte[] version2 = [0x80, 2, 0, 1, 0, 0, 0, 0];
        Assert.Throws<InvalidDataException>(() => SpdyFrame.Read(version2, default));
        byte[] reset = [0x80, 3, 0, 3, 0, 0, 0, 0];
        Assert.Throws<InvalidDataException>(() => SpdyFrame.Read(reset, default));
    }

    [Fact]
    public async Task Pings_are_answered_and_the_end_is_no_frame()
    {
        var (incoming, outgoing) = (new MemoryStream(), new MemoryStream());
        incoming.Write(SpdyFrame.Control(SpdyFrameKind.Ping, 0, [0, 0, 0, 9]));
        incoming.Write(SpdyFrame.Control(SpdyFrameKind.SynReply, 0, [0, 0, 0, 1]));
        incoming.Write(SpdyFrame.Data(1, "x"u8, fin: true));
        incoming.Position = 0;
        await using var connection = new SpdyConnection(new TwoWay(incoming, outgoing));
        Assert.Equal(1, await connection.OpenAsync("stdout", default));
        var opened = outgoing.Length;
        var accepted = connection.AcceptedAsync(1, default);
        Assert.False(accepted.IsCompleted);
        Assert.True((await connection.ReadAsync(default))!.Value is { Kind: SpdyFrameKind.Data, StreamId: 1, IsFin: true });
        Assert.Equal(SpdyFrame.Control(SpdyFrameKind.Ping, 0, [0, 0, 0, 9]), outgoing.ToArray()[(int)opened..]);
        await accepted.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(await connection.ReadAsync(default));
        Assert.Equal(3, await connection.OpenAsync("stderr", default));
    }

    private sealed class TwoWay(Stream incoming, Stream outgoing) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => incoming.Read(buffer, offset, count);
        public override void Write(byte[] buffer, int offset, int count) => outgoing.Write(buffer, offset, count);
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
