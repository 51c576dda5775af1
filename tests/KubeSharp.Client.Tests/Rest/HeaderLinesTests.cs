using System.Text;
using KubeSharp.Client.Rest;

namespace KubeSharp.Client.Tests.Rest;

public class HeaderLinesTests
{
    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nX-Group: a\u001fb, c\u001fd\r\nHost: h\r\n\r\n", "GET /a HTTP/1.1\r\nX-Group: a\r\nX-Group: b, c\r\nX-Group: d\r\nHost: h\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nX-Group: a\u001fb\r\n\r\nbody \u001f", "POST /a HTTP/1.1\r\nX-Group: a\r\nX-Group: b\r\n\r\nbody \u001f")]
    [InlineData("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("X-Group: a\u001fb\r\n\r\n no head", "X-Group: a\u001fb\r\n\r\n no head")]
    public void Values_of_a_header_stand_on_lines_of_their_own_and_bodies_stay(string written, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(HeaderLines.Split(Encoding.UTF8.GetBytes(written)).Span));

    [Theory]
    [InlineData("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\nProxy-Authorization: Basic x\r\n\r\n")]
    [InlineData("GET http://h/a HTTP/1.1\r\nHost: h\r\n\r\n", "GET http://h/a HTTP/1.1\r\nHost: h\r\nProxy-Authorization: Basic x\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    public void Heads_for_a_proxy_get_its_line_and_those_for_the_server_do_not(string written, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(HeaderLines.Split(Encoding.UTF8.GetBytes(written), "Proxy-Authorization: Basic x\r\n").Span));
}
