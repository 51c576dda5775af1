using System.Text;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Machinery.Tests.Serialization;

public sealed class GoBase64Tests
{
    [Theory]
    [InlineData("", -1)]
    [InlineData("QQ==", -1)]
    [InlineData("QUI=", -1)]
    [InlineData("QU\nI=\r\n", -1)]
    [InlineData("Q", 0)]
    [InlineData("QQ", 0)]
    [InlineData("QQ=", 3)]
    [InlineData("QQ=A", 2)]
    [InlineData("QQ==QQ==", 4)]
    [InlineData("Q===", 1)]
    [InlineData("http://x", 4)]
    [InlineData("QQ ==", 2)]
    [InlineData("é", 0)]
    public void It_tells_where_text_stops_being_base64(string text, int at) => Assert.Equal(at, GoBase64.MistakeAt(Encoding.UTF8.GetBytes(text)));
}
