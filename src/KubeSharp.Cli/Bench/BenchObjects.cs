using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Bench;

/// <summary>The objects of the bench: pods of about four kilobytes, a hundredth of them with one label, a fiftieth on one node.</summary>
internal static class BenchObjects
{
    private const int TeamsCount = 100;
    private const int NodesCount = 50;
    private const int EnvironmentCount = 20;

    /// <summary>Selects a hundredth of the pods.</summary>
    public const string OneTeam = "team=t7";
    /// <summary>Selects a fiftieth of the pods.</summary>
    public const string OneNode = "spec.nodeName=bench-node-7";

    /// <summary>A pod's name.</summary>
    public static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"pod-{i:D6}");

    /// <summary>A pod, as JSON.</summary>
    public static byte[] Pod(int i)
    {
        var environment = new ArrayNode([.. Enumerable.Range(0, EnvironmentCount).Select(static n => (Node)ObjectNode.Of(("name", $"SETTING_{n}"), ("value", new string('v', 60))))]);
        var container = ObjectNode.Of(("name", "main"), ("image", "registry.example/team/application:1.2.3"), ("env", environment),
            ("resources", ObjectNode.Of(("requests", ObjectNode.Of(("cpu", "100m"), ("memory", "64Mi"))))), ("ports", new ArrayNode([ObjectNode.Of(("containerPort", 8080), ("name", "http"))])));
        var labels = ObjectNode.Of(("app", "bench"), ("team", $"t{i % TeamsCount}"), ("tier", "backend"));
        return ObjectNode.Of(("apiVersion", "v1"), ("kind", "Pod"), ("metadata", ObjectNode.Of(("name", Name(i)), ("labels", labels))),
            ("spec", ObjectNode.Of(("nodeName", $"bench-node-{i % NodesCount}"), ("automountServiceAccountToken", false), ("containers", new ArrayNode([container]))))).ToUtf8();
    }

    /// <summary>A body that changes one label.</summary>
    public static byte[] LabelPatch(int i) => ObjectNode.Of(("metadata", ObjectNode.Of(("labels", ObjectNode.Of(("turn", $"t{i}")))))).ToUtf8();

    /// <summary>A body that changes the status.</summary>
    public static byte[] StatusPatch(int i) => ObjectNode.Of(("status", ObjectNode.Of(("phase", "Running"), ("message", $"turn {i}")))).ToUtf8();

    /// <summary>A configuration of one owner, for server-side apply.</summary>
    public static byte[] Applied(string name, int turn) => ObjectNode.Of(("apiVersion", "v1"), ("kind", "Pod"), ("metadata", ObjectNode.Of(("name", name), ("annotations", ObjectNode.Of(("applied", $"turn {turn}")))))).ToUtf8();
}
