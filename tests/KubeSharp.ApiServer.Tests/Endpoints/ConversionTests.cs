using KubeSharp.ApiServer.Endpoints.Conversions;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>Kinds whose versions differ.</summary>
public sealed class ConversionTests : IAsyncLifetime
{
    private const string Autoscalers = "/namespaces/default/horizontalpodautoscalers";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_autoscalers_processor_target_is_a_metric_in_version_2_and_the_other_way_round()
    {
        var (code, _) = await _server.SendAsync("POST", "/apis/autoscaling/v1" + Autoscalers,
            """{"metadata":{"name":"a"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"maxReplicas":3,"targetCPUUtilizationPercentage":60}}""");
        Assert.Equal(201, code);
        var (_, second) = await _server.SendAsync("GET", "/apis/autoscaling/v2" + Autoscalers + "/a");
        Assert.Equal("""[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]""", second.At("spec", "metrics")!.ToString());
        var (_, first) = await _server.SendAsync("GET", "/apis/autoscaling/v1" + Autoscalers + "/a");
        Assert.Equal(("autoscaling/v1", Node.Parse("60")), (first.TextAt("apiVersion"), first.At("spec", "targetCPUUtilizationPercentage")));
        Assert.Null(first.At("spec", "metrics"));
        var (patched, changed) = await _server.SendAsync("PATCH", "/apis/autoscaling/v1" + Autoscalers + "/a", """{"spec":{"targetCPUUtilizationPercentage":70}}""", "application/merge-patch+json");
        Assert.Equal((200, Node.Parse("70")), (patched, changed.At("spec", "targetCPUUtilizationPercentage")));
    }

    [Fact]
    public async Task What_a_deleted_collection_held_is_answered_as_a_list_of_the_version_asked_for()
    {
        await _server.SendAsync("POST", "/apis/autoscaling/v1" + Autoscalers,
            """{"metadata":{"name":"a"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"maxReplicas":3,"targetCPUUtilizationPercentage":60}}""");
        var (code, list) = await _server.SendAsync("DELETE", "/apis/autoscaling/v1" + Autoscalers);
        Assert.Equal((200, "HorizontalPodAutoscalerList", "autoscaling/v1"), (code, list.TextAt("kind"), list.TextAt("apiVersion")));
        var item = Assert.Single((ArrayNode)list["items"]!);
        Assert.Equal((Node.Parse("60"), null), (item.At("spec", "targetCPUUtilizationPercentage"), item.At("kind")));
        Assert.Equal(404, (await _server.SendAsync("GET", "/apis/autoscaling/v1" + Autoscalers + "/a")).Code);
    }

    [Theory]
    [InlineData("""[{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"m"},"target":{"type":"Value","value":"2k"}}}]""")]
    [InlineData("""[{"type":"Pods","pods":{"metric":{"name":"m","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"3"}}}]""")]
    [InlineData("""[{"type":"External","external":{"metric":{"name":"m","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"3"}}},{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"1Gi"}}}]""")]
    [InlineData("""[{"type":"ContainerResource","containerResource":{"name":"cpu","container":"c","target":{"type":"Utilization","averageUtilization":5}}}]""")]
    public void What_version_1_has_no_fields_for_comes_back_from_its_annotations(string metrics)
    {
        var value = (ObjectNode)Node.Parse("""{"metadata":{"name":"a"},"spec":{"scaleTargetRef":{"kind":"D","name":"d"},"maxReplicas":3,"behavior":{"scaleDown":{"selectPolicy":"Min"}}},"status":{"desiredReplicas":1,"currentMetrics":null,"conditions":[{"type":"AbleToScale","status":"True"}]}}""");
        value = (ObjectNode)value.With(["spec", "metrics"], Node.Parse(metrics));
        var back = AutoscalerConversion.FromV1(AutoscalerConversion.ToV1(value));
        Assert.True(value.Equals(back.With(["status", "currentReplicas"], null)), $"{value}\n{back}");
    }

    [Fact]
    public async Task Events_are_the_same_ones_in_both_groups()
    {
        var (code, made) = await _server.SendAsync("POST", "/apis/events.k8s.io/v1/namespaces/default/events",
            """{"metadata":{"name":"e"},"eventTime":"2026-01-02T03:04:05.000006Z","reportingController":"c","reportingInstance":"i","action":"Do","reason":"R","type":"Normal","note":"hello","regarding":{"kind":"Pod","name":"p","namespace":"default"}}""");
        Assert.Equal((201, "hello"), (code, made.TextAt("note")));
        var (_, core) = await _server.SendAsync("GET", "/api/v1/namespaces/default/events/e");
        Assert.Equal(("hello", "p", "c", "v1"), (core.TextAt("message"), core.TextAt("involvedObject", "name"), core.TextAt("reportingComponent"), core.TextAt("apiVersion")));
        var (_, list) = await _server.SendAsync("GET", "/apis/events.k8s.io/v1/events?fieldSelector=reportingController%3Dc,regarding.name%3Dp");
        Assert.Equal("hello", Assert.Single((ArrayNode)list["items"]!).TextAt("note"));
        var (_, patched) = await _server.SendAsync("PATCH", "/apis/events.k8s.io/v1/namespaces/default/events/e", """{"series":{"count":2,"lastObservedTime":"2026-01-02T03:04:06.000000Z"}}""", "application/merge-patch+json");
        Assert.Equal(Node.Parse("2"), patched.At("series", "count"));
        Assert.Equal(200, (await _server.SendAsync("DELETE", "/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dp")).Code);
        Assert.Equal(404, (await _server.SendAsync("GET", "/apis/events.k8s.io/v1/namespaces/default/events/e")).Code);
    }
}
