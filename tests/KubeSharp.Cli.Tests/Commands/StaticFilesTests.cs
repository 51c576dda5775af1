using System.Text;
using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class StaticFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("static-files-").FullName;

    public StaticFilesTests()
    {
        File.WriteAllText(Path.Combine(_folder, "a b.txt"), "text");
        Directory.CreateDirectory(Path.Combine(_folder, "inner"));
        File.WriteAllText(Path.Combine(_folder, "inner", "index.html"), "<p>page");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_without_a_page_is_listed()
    {
        var (status, type, _, body) = StaticFiles.Answer(_folder, "");
        Assert.Equal(("200 OK", "text/html; charset=utf-8"), (status, type));
        Assert.Contains("<a href=\"a%20b.txt\">a b.txt</a>\n<a href=\"inner/\">inner/</a>", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_a_page_is_that_page() => Assert.Equal("<p>page", Encoding.UTF8.GetString(StaticFiles.Answer(_folder, "inner/").Body));

    [Fact]
    public void A_folder_without_its_slash_is_elsewhere() => Assert.Equal(("301 Moved Permanently", "inner/"), (StaticFiles.Answer(_folder, "inner").Status, StaticFiles.Answer(_folder, "inner").Location));

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("nope")]
    public void What_is_not_in_the_folder_is_not_found(string path) => Assert.Equal("404 Not Found", StaticFiles.Answer(_folder, path).Status);
}
