using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>A control plane beside which another API server serves custom and external metrics, as an adapter does in a cluster.</summary>
public sealed class MeasuredControlPlane : ControlPlane
{
    private const string Custom = "/apis/custom.metrics.k8s.io/v1beta2", External = "/apis/external.metrics.k8s.io/v1beta1";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private WebhookServer _adapter = null!;

    /// <summary>Queries that the adapter was asked, with their path.</summary>
    public List<string> Asked { get; } = [];

    public override async Task InitializeAsync()
    {
        _adapter = await WebhookServer.StartAsync(AnswerAsync, "adapter.default.svc");
        await base.InitializeAsync();
        await Server.PostAsync("/api/v1/namespaces/default/services", """{"metadata":{"name":"adapter"},"spec":{"ports":[{"port":443}]}}""");
        await Server.PostAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", """{"metadata":{"name":"adapter","labels":{"kubernetes.io/service-name":"adapter"}},"addressType":"IPv4","ports":[{"name":"","port":443}],"endpoints":[{"addresses":["192.0.2.7"],"conditions":{"ready":true}}]}""");
        await RegisterAsync("custom.metrics.k8s.io", "v1beta2");
        await RegisterAsync("external.metrics.k8s.io", "v1beta1");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _adapter.DisposeAsync();
    }

    /// <summary>From now on a metric has this value, of each pod or of the one object.</summary>
    public void Measure(string metric, string value)
    {
        lock (_values) { _values[metric] = value; }
    }

    protected override ApiServerOptions Configure(ApiServerOptions options) => options with { ResolveService = _ => _ => _adapter.Address };

    private async Task RegisterAsync(string group, string version)
    {
        var path = $"/apis/apiregistration.k8s.io/v1/apiservices";
        await Server.PostAsync(path, $$$"""
            {"metadata":{"name":"{{{version}}}.{{{group}}}"},"spec":{"group":"{{{group}}}","version":"{{{version}}}","service":{"namespace":"default","name":"adapter"},
            "caBundle":"{{{WebhookServer.CaBundle}}}","groupPriorityMinimum":100,"versionPriority":100} }
            """);
        await CustomResourceKit.UntilAsync(async () => (await Server.SendAsync("GET", $"{path}/{version}.{group}")).Body.Object("status").Items("conditions").Any(static c => c.Text("type") == "Available" && c.Text("status") == "True"), $"{group} to be available");
    }

    // custom: /namespaces/NS/pods/*/METRIC, /namespaces/NS/RESOURCE/NAME/METRIC; external: /namespaces/NS/METRIC.
    private async Task<ObjectNode?> AnswerAsync(HttpContext context, ObjectNode body)
    {
        var path = context.Request.Path.Value!;
        if (path is Custom or External) { return ObjectNode.Of(("kind", "APIResourceList"), ("apiVersion", "v1"), ("groupVersion", path["/apis/".Length..]), ("resources", ArrayNode.Empty)); }
        var steps = path.Split('/');
        string? value;
        lock (_values)
        {
            Asked.Add(path + Uri.UnescapeDataString(context.Request.QueryString.Value ?? ""));
            value = _values.GetValueOrDefault(steps[^1]);
        }
        if (value is null || steps.Length < 7)
        {
            context.Response.StatusCode = 404;
            return ObjectNode.Of(("kind", "Status"), ("apiVersion", "v1"), ("status", "Failure"), ("reason", "NotFound"), ("code", 404), ("message", $"the server could not find the metric {steps[^1]}"));
        }
        if (path.StartsWith(External, StringComparison.Ordinal)) { return List("external.metrics.k8s.io/v1beta1", [ObjectNode.Of(("metricName", steps[^1]), ("value", value))]); }
        var names = steps[^2] != "*" ? [steps[^2]] : (await Server.SendAsync("GET", $"/api/v1/namespaces/{steps[5]}/pods?labelSelector={context.Request.Query["labelSelector"]}")).Body.Items("items").Select(static p => p.TextAt("metadata", "name")!);
        return List("custom.metrics.k8s.io/v1beta2", names.Select(n => ObjectNode.Of(("describedObject", ObjectNode.Of(("name", n))), ("metric", ObjectNode.Of(("name", steps[^1]))), ("timestamp", "2100-01-01T00:00:00Z"), ("value", value))));
    }

    private static ObjectNode List(string version, IEnumerable<Node> items) => ObjectNode.Of(("kind", "MetricValueList"), ("apiVersion", version), ("metadata", ObjectNode.Empty), ("items", new ArrayNode([.. items])));
}
