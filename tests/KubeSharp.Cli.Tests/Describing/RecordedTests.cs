using System.Runtime.CompilerServices;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Describing;

/// <summary>What the stock kubectl 1.36.4 said of made-up objects with nearly all their fields filled (recorded.txt: an object, its description, a line of ====).</summary>
public class RecordedTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Blocks().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Descriptions_say_what_the_stock_kubectl_says(int index)
    {
        var block = Blocks()[index];
        var end = block.IndexOf('\n', StringComparison.Ordinal);
        var content = (ObjectNode)Node.Parse(block[..end]);
        var (version, kind) = (content.Text("apiVersion"), content.Text("kind"));
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var type = new ResourceType(slash < 0 ? "" : version[..slash], version[(slash + 1)..], "", kind, content.Text("metadata", "namespace").Length > 0);
        var item = new ResourceItem(type, content.Text("metadata", "namespace"), content.Text("metadata", "name"), content);
        Assert.Equal(block[(end + 1)..].TrimEnd('\n'), (await Describers.DescribeAsync(new DescribeContext(null!, item, new Sheet(), WithEvents: false))).TrimEnd('\n'));
    }

    private static string[] Blocks([CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "recorded.txt")).Split("====\n");
}
