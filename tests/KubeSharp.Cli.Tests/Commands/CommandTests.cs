using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class CommandTests
{
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

    [Theory]
    [InlineData("jsonpath={.a[*].b}")]
    [InlineData("jsonpath={.a[*].b}=1")]
    public void What_is_waited_for_is_one_value(string wanted) =>
        Assert.Equal("given jsonpath expression matches more than one value", Assert.Throws<CliException>(() => WaitCommand.Condition(wanted)(Node.Parse("""{"a":[{"b":1},{"b":1}]}"""))).Message);

    [Fact]
    public void Neat_leaves_out_what_the_server_added() => Assert.Equal(Node.Parse("""{"metadata":{"name":"a"},"data":{"x":"1"}}"""),
        Neat.Of((ObjectNode)Node.Parse("""{"metadata":{"name":"a","uid":"1","managedFields":[],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"x"}},"data":{"x":"1"},"status":{}}""")));

    [Fact]
    public void Neat_leaves_out_what_defaults_fill_in_again() => Assert.Equal(
        Node.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}"""),
        Neat.Of((ObjectNode)Node.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"replicas":2,"revisionHistoryLimit":10,"strategy":{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"},
            "template":{"spec":{"restartPolicy":"Always","dnsPolicy":"ClusterFirst","securityContext":{},"containers":[{"name":"c","image":"i:1","imagePullPolicy":"IfNotPresent","resources":{},"terminationMessagePath":"/dev/termination-log"}]}}}}
            """)));

    [Theory]
    [InlineData("""{"kind":"StatefulSet","spec":{"replicas":3},"status":{"readyReplicas":1}}""", "1/3", "")]
    [InlineData("""{"kind":"Job","spec":{"completions":2},"status":{"succeeded":2,"conditions":[{"type":"Complete","status":"True"}]}}""", "2/2", "Complete")]
    [InlineData("""{"kind":"Pod","status":{"conditions":[{"type":"Ready","status":"False","reason":"R"}]}}""", "False", "R")]
    [InlineData("""{"kind":"ConfigMap"}""", "-", "")]
    public void A_tree_tells_how_ready_each_object_is(string content, string ready, string reason) => Assert.Equal((ready, reason), OwnCommands.Readiness(Node.Parse(content)));

    [Fact]
    public void Every_flag_has_words_that_say_what_it_does()
    {
        var flags = CommandTree.All.SelectMany(static c => FlagCatalog.Of(c.Path).Select(f => (c.Path, f.Name))).Concat(FlagCatalog.Global().Select(static f => ("", f.Name)));
        Assert.Equal([], flags.Where(static f => FlagWords.Of(f.Item1, f.Item2).Length == 0).Distinct());
    }

    [Theory]
    [InlineData("an error occurred", "err", "", true)]
    [InlineData("all is well", "err", "", false)]
    [InlineData("an error in health", "err", "health", false)]
    public void Logs_are_filtered_by_what_is_wanted_and_what_is_not(string line, string wanted, string unwanted, bool isShown)
    {
        static System.Text.RegularExpressions.Regex? Pattern(string text) => text.Length > 0 ? new(text, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) : null;
        var filter = new LogFilter(Pattern(wanted), Pattern(unwanted));
        Assert.Equal(isShown, filter.Takes(line));
        Assert.Equal(line.Replace("err", "\u001b[1;31merr\u001b[0m", StringComparison.Ordinal), filter.Highlighted(line, withColours: true));
    }

    [Fact]
    public void Permissions_are_missing_where_no_rule_covers_them()
    {
        var there = new[] { Node.Parse("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}"""), Node.Parse("""{"verbs":["*"],"apiGroups":["apps"],"resources":["*"]}""") };
        var wanted = new[] { Node.Parse("""{"verbs":["get","list","watch"],"apiGroups":["","apps"],"resources":["pods"]}""") };
        var missing = Assert.Single(RuleDifference.Uncovered(wanted, there));
        Assert.Equal("{Verbs:[list watch] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}", RuleDifference.Shown(missing));
    }

    [Theory]
    [InlineData("", "invalid template, missing header line")]
    [InlineData("NAME\n", "invalid template, missing spec line")]
    [InlineData("NAME KIND\n.metadata.name\n", "number of headers (2) and field specifications (1) don't match")]
    public void A_file_of_columns_needs_a_line_of_headers_and_one_of_paths(string text, string said) =>
        Assert.StartsWith(said, Assert.Throws<CliException>(() => KubeSharp.Cli.Printing.CustomColumns.ParseFile(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Waiting_for_a_path_wants_a_value_behind_the_equal_sign() =>
        Assert.StartsWith("jsonpath wait has to have a value after equal sign", Assert.Throws<CliException>(() => WaitCommand.Condition("jsonpath={.data.c}=")).Message, StringComparison.Ordinal);
}
