using KubeSharp.Cli.Commands;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class CommandTests
{
    [Theory]
    [InlineData("etc/hosts", "/tmp/out")]
    [InlineData("etc/hosts/../../x", null)]
    [InlineData("../etc/hosts", null)]
    [InlineData("other", null)]
    public void Entries_of_an_archive_stay_in_the_destination(string entry, string? expected) => Assert.Equal(expected, CopyCommand.Destination(entry, "etc/hosts", "/tmp/out"));

    [Fact]
    public void Every_command_of_the_facts_is_there()
    {
        var known = CommandTree.All.Select(static c => c.Path).ToHashSet(StringComparer.Ordinal);
        using var reader = new StreamReader(typeof(Kubectl).Assembly.GetManifestResourceStream("flags.tsv")!);
        var facts = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('\t')[0]).Where(static p => p != "*").Distinct();
        Assert.Equal([], facts.Where(f => !known.Contains(f)));
    }

    [Theory]
    [InlineData("""{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", true)]
    [InlineData("""{"status":{"conditions":[{"type":"Ready","status":"False"}]}}""", false)]
    [InlineData("""{"metadata":{"generation":2},"status":{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True"}]}}""", false)]
    [InlineData("{}", false)]
    public void Conditions_count_when_the_newest_generation_was_seen(string content, bool isMet) => Assert.Equal(isMet, WaitCommand.Condition("condition=ready")(Node.Parse(content)));

    [Fact]
    public void Neat_leaves_out_what_the_server_added() => Assert.Equal(Node.Parse("""{"metadata":{"name":"a"},"data":{"x":"1"}}"""),
        OwnCommands.Neatened((ObjectNode)Node.Parse("""{"metadata":{"name":"a","uid":"1","managedFields":[],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"x"}},"data":{"x":"1"},"status":{}}""")));
}
