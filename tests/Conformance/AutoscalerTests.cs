using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Client.Rest;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>An autoscaler with and without a server of metrics.</summary>
public sealed class AutoscalerTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    [Fact]
    public async Task A_deployment_is_scaled_to_its_least_size_without_metrics_and_by_their_measure_with_them()
    {
        var ns = await plane.NamespaceAsync();
        var deployment = ObjectNode.Of(("metadata", ObjectNode.Of(("name", "d"))), ("spec", Machinery.Documents.Node.Parse("""{"replicas":1,"selector":{"matchLabels":{"app":"test"}},"template":{"metadata":{"labels":{"app":"test"}},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"100m"}}}]}}}""")));
        await plane.Server.PostAsync($"/apis/apps/v1/namespaces/{ns}/deployments", deployment.ToString());
        var autoscalers = $"/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers";
        await plane.Server.PostAsync(autoscalers, """{"metadata":{"name":"h"},"spec":{"minReplicas":2,"maxReplicas":4,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}""");
        await plane.AwaitAsync<Deployment>(ns, "d", static d => d is { Spec.Replicas: 2, Status.ReadyReplicas: 2 }, "two replicas");
        await plane.AwaitAllAsync<Event>(ns, static e => e.Any(static i => i is { Reason: "SuccessfulRescale", Message: "New size: 2; reason: Current number of replicas below Spec.MinReplicas" }), "an event");
        await LookAgainAsync($"{autoscalers}/h", 5);
        var blind = await plane.AwaitAsync<HorizontalPodAutoscaler>(ns, "h", static h => h!.Status.Conditions.Any(static c => c is { Type: "ScalingActive", Status: "False", Reason: "FailedGetResourceMetric" }), "no metrics");
        Assert.Equal((2, 2), (blind.Status.CurrentReplicas, blind.Status.DesiredReplicas));

        await MeasureAsync(ns);
        await LookAgainAsync($"{autoscalers}/h", 4);
        await plane.AwaitAsync<Deployment>(ns, "d", static d => d!.Spec.Replicas == 4, "four replicas");
        var seen = await plane.AwaitAsync<HorizontalPodAutoscaler>(ns, "h", static h => h!.Status.DesiredReplicas == 4, "the autoscaler to say so");
        Assert.Equal(200, Assert.Single(seen.Status.CurrentMetrics).Resource!.Current.AverageUtilization);
        Assert.Equal(("True", "TooManyReplicas"), seen.Status.Conditions.Single(static c => c.Type == "ScalingLimited") is var c ? (c.Status, c.Reason) : default);
        await plane.AwaitAllAsync<Event>(ns, static e => e.Any(static i => i is { Reason: "SuccessfulRescale", Message: "New size: 4; reason: cpu resource utilization (percentage of request) above target" }), "an event");
    }

    // A changed spec is looked at now, not in a quarter of a minute.
    private Task<ObjectNode> LookAgainAsync(string path, int most) => plane.Server.MergeAsync(path, ObjectNode.Of(("spec", ObjectNode.Of(("maxReplicas", most)))).ToString());

    // The metrics of the pods there are, served as custom resources: each uses twice of what it asks for.
    private async Task MeasureAsync(string ns)
    {
        await CustomResourceKit.DefineAsync(plane.Server, """{"metadata":{"name":"pods.metrics.k8s.io","annotations":{"api-approved.kubernetes.io":"unapproved, for a test"}},"spec":{"group":"metrics.k8s.io","scope":"Namespaced","names":{"plural":"pods","kind":"PodMetrics"},"versions":[{"name":"v1beta1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}""");
        foreach (var pod in (await plane.Client.ListAsync<Pod>(ns, ListOptions.All, default)).Items)
        {
            var metrics = Machinery.Documents.Node.Parse("""{"apiVersion":"metrics.k8s.io/v1beta1","kind":"PodMetrics","timestamp":"2100-01-01T00:00:00Z","window":"30s","containers":[{"name":"c","usage":{"cpu":"200m","memory":"1Mi"}}]}""")
                .With(["metadata"], ObjectNode.Of(("name", pod.Metadata.Name), ("labels", ObjectNode.Of(("app", "test")))));
            await plane.Server.PostAsync($"/apis/metrics.k8s.io/v1beta1/namespaces/{ns}/pods", metrics.ToString());
        }
    }
}
