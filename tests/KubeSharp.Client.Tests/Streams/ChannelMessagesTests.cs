using System.Text;
using KubeSharp.Client.Streams;

namespace KubeSharp.Client.Tests.Streams;

public sealed class ChannelMessagesTests
{
    [Fact]
    public void The_first_byte_names_the_channel()
    {
        Assert.True(ChannelMessages.TryRead(ChannelMessages.Of(StreamChannel.Stderr, "ab"u8), out var channel, out var content));
        Assert.Equal((StreamChannel.Stderr, "ab"), (channel, Encoding.ASCII.GetString(content.Span)));
        Assert.False(ChannelMessages.TryRead(default, out _, out _));
    }

    [Fact]
    public void A_channel_is_closed_by_its_number() => Assert.Equal(new byte[] { 255, 0 }, ChannelMessages.Closing(StreamChannel.Stdin));

    [Fact]
    public void A_size_is_told_in_columns_and_rows() => Assert.Equal("\u0004{\"Width\":80,\"Height\":24}", Encoding.UTF8.GetString(ChannelMessages.Resized(80, 24)));

    [Theory]
    [InlineData("""{"status":"Success"}""", 0)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""", 3)]
    [InlineData("""{"status":"Failure","reason":"InternalError","message":"x"}""", null)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode"}""", null)]
    public void The_exit_code_is_in_the_status(string status, int? code) => Assert.Equal(code, ChannelMessages.ExitCode(Encoding.UTF8.GetBytes(status)));
}
