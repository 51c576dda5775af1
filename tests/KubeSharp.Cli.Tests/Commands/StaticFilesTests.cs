using System.Text;
using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class StaticFilesTests : IDisposable
{
    private static readonly DateTime _written = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private const string Written = "Fri, 02 Jan 2026 03:04:05 GMT";
    private readonly string _folder = Directory.CreateTempSubdirectory("static-files-").FullName;

    public StaticFilesTests()
    {
        File.WriteAllText(Path.Combine(_folder, "a b.txt"), "0123456789");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "a b.txt"), _written);
        File.WriteAllText(Path.Combine(_folder, "page"), "<html>");
        File.WriteAllText(Path.Combine(_folder, "empty"), "");
        File.WriteAllBytes(Path.Combine(_folder, "bytes"), [0, 1, 2]);
        Directory.CreateDirectory(Path.Combine(_folder, "inner"));
        File.WriteAllText(Path.Combine(_folder, "inner", "index.html"), "<p>page");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // "Name: value" of each header that is asked with.
    private StaticAnswer Answer(string path, params string[] headers) => StaticFiles.Answer(_folder, path, name => headers.Select(static h => h.Split(": ", 2)).FirstOrDefault(h => h[0] == name)?[1] ?? "");

    [Fact]
    public void A_folder_without_a_page_is_listed()
    {
        var answer = Answer("");
        Assert.Equal(("200 OK", "text/html; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Contains("<a href=\"a%20b.txt\">a b.txt</a>\n", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
        Assert.Contains("<a href=\"inner/\">inner/</a>", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_a_page_is_that_page() => Assert.Equal("<p>page", Encoding.UTF8.GetString(Answer("inner/").Body));

    [Fact]
    public void A_folder_without_its_slash_is_elsewhere() => Assert.Equal(("301 Moved Permanently", "inner/"), (Answer("inner").Status, Answer("inner").Header("Location")));

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("nope")]
    public void What_is_not_in_the_folder_is_not_found(string path) => Assert.Equal("404 Not Found", Answer(path).Status);

    [Theory]
    [InlineData("page", "text/html; charset=utf-8")]
    [InlineData("empty", "text/plain; charset=utf-8")]
    [InlineData("bytes", "application/octet-stream")]
    public void A_file_without_an_ending_is_known_by_its_beginning(string path, string type) => Assert.Equal(type, Answer(path).Header("Content-Type"));

    [Theory]
    [InlineData("bytes=0-3", "206 Partial Content", "bytes 0-3/10", "0123")]
    [InlineData("bytes=8-", "206 Partial Content", "bytes 8-9/10", "89")]
    [InlineData("bytes=-2", "206 Partial Content", "bytes 8-9/10", "89")]
    [InlineData("bytes=8-99", "206 Partial Content", "bytes 8-9/10", "89")]
    [InlineData("bytes=0-9,0-9", "200 OK", "", "0123456789")]
    [InlineData("bytes=", "200 OK", "", "0123456789")]
    [InlineData("bytes=10-", "416 Requested Range Not Satisfiable", "bytes */10", "invalid range: failed to overlap\n")]
    [InlineData("bytes=3-2", "416 Requested Range Not Satisfiable", "", "invalid range\n")]
    [InlineData("bytes=x", "416 Requested Range Not Satisfiable", "", "invalid range\n")]
    [InlineData("bits=0-1", "416 Requested Range Not Satisfiable", "", "invalid range\n")]
    public void A_range_is_answered_by_its_part(string range, string status, string told, string body)
    {
        var answer = Answer("a b.txt", $"Range: {range}");
        Assert.Equal((status, told, body), (answer.Status, answer.Header("Content-Range"), Encoding.UTF8.GetString(answer.Body)));
    }

    [Fact]
    public void Several_ranges_are_parts_of_one_body()
    {
        var answer = Answer("a b.txt", "Range: bytes=0-1,3-4,90-");
        var mark = answer.Header("Content-Type").Split("boundary=")[1];
        Assert.Equal($"--{mark}\r\nContent-Range: bytes 0-1/10\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n01\r\n--{mark}\r\nContent-Range: bytes 3-4/10\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n34\r\n--{mark}--\r\n", Encoding.UTF8.GetString(answer.Body));
    }

    [Theory]
    [InlineData("If-Modified-Since", Written, "304 Not Modified")]
    [InlineData("If-Modified-Since", "Fri, 02 Jan 2026 03:04:04 GMT", "200 OK")]
    [InlineData("If-None-Match", "*", "304 Not Modified")]
    [InlineData("If-None-Match", "\"a\"", "200 OK")]
    [InlineData("If-Unmodified-Since", "Fri, 02 Jan 2026 03:04:04 GMT", "412 Precondition Failed")]
    [InlineData("If-Match", "\"a\"", "412 Precondition Failed")]
    [InlineData("If-Match", "*", "200 OK")]
    public void Conditions_are_kept(string name, string value, string status) => Assert.Equal(status, Answer("a b.txt", $"{name}: {value}").Status);

    [Theory]
    [InlineData(Written, "01")]
    [InlineData("Fri, 02 Jan 2026 03:04:06 GMT", "0123456789")]
    [InlineData("\"a\"", "0123456789")]
    public void A_range_of_what_has_changed_is_the_whole(string ifRange, string body) => Assert.Equal(body, Encoding.UTF8.GetString(Answer("a b.txt", "Range: bytes=0-1", $"If-Range: {ifRange}").Body));

    [Fact]
    public void A_range_of_nothing_is_nothing() => Assert.Equal("200 OK", Answer("empty", "Range: bytes=0-1").Status);
}
