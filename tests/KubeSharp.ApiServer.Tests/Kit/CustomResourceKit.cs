using System.Diagnostics;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>Definitions of custom resources for tests.</summary>
public static class CustomResourceKit
{
    public const string Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// <summary>A schema with some of everything.</summary>
    public const string Schema = """
        {"type":"object","properties":{"spec":{"type":"object","properties":{
          "image":{"type":"string","maxLength":10},"replicas":{"type":"integer","minimum":1,"maximum":10},"cron":{"type":"string","pattern":"^(\\d+|\\*)$"},
          "kind":{"type":"string","enum":["a","b"]},"port":{"x-kubernetes-int-or-string":true},"list":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
            "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"value":{"type":"string"}}}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},
          "status":{"type":"object","properties":{"replicas":{"type":"integer"},"selector":{"type":"string"}}}}}
        """;

    /// <summary>A definition in the group stable.example.com with version v1.</summary>
    public static string Definition(string plural = "crontabs", string kind = "CronTab", string schema = Schema) => $$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{{plural}}}.stable.example.com"},
        "spec":{"group":"stable.example.com","scope":"Namespaced","names":{"plural":"{{{plural}}}","kind":"{{{kind}}}","shortNames":["{{{(plural == "crontabs" ? "ct" : plural[..5])}}}"],"categories":["all"]},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema": {{{schema}}} },
        "additionalPrinterColumns":[{"name":"Image","type":"string","jsonPath":".spec.image"},{"name":"Replicas","type":"integer","jsonPath":".spec.replicas"},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],
        "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"} } }]}}
        """;

    /// <summary>An object of it.</summary>
    public static string Tab(string name, string spec = "") =>
        $$$"""{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"{{{name}}}"},"spec":{ {{{spec}}} }}""";

    /// <summary>Makes a definition and waits until it is established.</summary>
    public static async Task<ObjectNode> DefineAsync(TestServer server, string definition)
    {
        var (code, made) = await server.SendAsync("POST", Path, definition);
        Assert.True(code == 201, made.ToString());
        var name = made.TextAt("metadata", "name");
        await UntilAsync(async () => IsEstablished((await server.SendAsync("GET", $"{Path}/{name}")).Body), $"{name} to be established");
        return made;
    }

    /// <summary>Patches the definition of crontabs by a JSON patch.</summary>
    public static async Task RedefineAsync(TestServer server, string patch, string name = "crontabs.stable.example.com")
    {
        var (code, answer) = await server.SendAsync("PATCH", $"{Path}/{name}", patch, "application/json-patch+json");
        Assert.True(code == 200, answer.ToString());
    }

    public static bool IsEstablished(ObjectNode definition) => definition.At("status", "conditions") is ArrayNode conditions && conditions.Any(static c => c.TextAt("type") == "Established" && c.TextAt("status") == "True");

    /// <summary>Asks again and again until it holds, for twenty seconds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(20)) { throw new TimeoutException($"waited for {what}"); }
            await Task.Delay(10);
        }
    }
}
