using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Tests.Containers;

public sealed class ContainerEnvironmentTests
{
    private static readonly NodeFacts _node = new() { Name = "n1", Addresses = ["192.0.2.7"], Allocatable = ApiMap.Of(("memory", Quantity.Parse("1Gi"))) };

    private static readonly PodObjects _objects = new()
    {
        ConfigMaps = ImmutableDictionary<string, ConfigMap>.Empty.Add("cm", new ConfigMap { Data = ApiMap.Of(("a", "1"), ("b", "2")) }),
        Secrets = ImmutableDictionary<string, Secret>.Empty.Add("sec", new Secret { Data = ApiMap.Of(("pw", ApiBytes.FromText("geheim"))) }),
        Services = [new Service { Metadata = new ObjectMeta { Name = "my-db" }, Spec = new ServiceSpec { ClusterIP = "10.96.0.9", Ports = [new ServicePort { Name = "sql", Port = 5432, Protocol = "TCP" }] } }],
    };

    private static Dictionary<string, string> Build(Container container) =>
        ContainerEnvironment.Build(PodBench.Pod("Always", container), container, _objects, _node, ["10.0.0.1"]).ToDictionary();

    [Fact]
    public void Later_sources_win_and_values_may_refer_to_earlier_ones()
    {
        var values = Build(new Container
        {
            Name = "c",
            EnvFrom = [new EnvFromSource { Prefix = "P_", ConfigMapRef = new ConfigMapEnvSource { Name = "cm" } }, new EnvFromSource { SecretRef = new SecretEnvSource { Name = "sec" } }],
            Env = [new EnvVar { Name = "P_a", Value = "own" }, new EnvVar { Name = "URL", Value = "$(pw)@$(MY_DB_SERVICE_HOST):$(P_a)$(LATER)" }, new EnvVar { Name = "LATER", Value = "x" }],
        });
        Assert.Equal("own", values["P_a"]);
        Assert.Equal("2", values["P_b"]);
        Assert.Equal("geheim@10.96.0.9:own$(LATER)", values["URL"]);
    }

    [Fact]
    public void Services_are_found_by_their_variables()
    {
        var values = Build(new Container { Name = "c" });
        Assert.Equal("10.96.0.9", values["MY_DB_SERVICE_HOST"]);
        Assert.Equal("5432", values["MY_DB_SERVICE_PORT_SQL"]);
        Assert.Equal("tcp://10.96.0.9:5432", values["MY_DB_PORT_5432_TCP"]);
    }

    [Theory]
    [InlineData("metadata.name", "pod")]
    [InlineData("metadata.namespace", "ns")]
    [InlineData("spec.nodeName", "n1")]
    [InlineData("status.podIP", "10.0.0.1")]
    [InlineData("status.hostIP", "192.0.2.7")]
    public void Fields_of_the_pod_are_read(string path, string expected) =>
        Assert.Equal(expected, Build(new Container { Name = "c", Env = [new EnvVar { Name = "V", ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = path } } }] })["V"]);

    [Theory]
    [InlineData("limits.cpu", "1m", "1500")]
    [InlineData("limits.cpu", null, "2")]
    [InlineData("limits.memory", "1Mi", "1024")]
    public void Resources_are_divided_and_rounded_up(string resource, string? divisor, string expected)
    {
        var container = new Container
        {
            Name = "c",
            Resources = new ResourceRequirements { Limits = ApiMap.Of(("cpu", Quantity.Parse("1500m"))) },
            Env = [new EnvVar { Name = "V", ValueFrom = new EnvVarSource { ResourceFieldRef = new ResourceFieldSelector { Resource = resource, Divisor = divisor is null ? null : Quantity.Parse(divisor) } } }],
        };
        Assert.Equal(expected, Build(container)["V"]);
    }

    [Fact]
    public void A_missing_config_map_names_itself_and_an_optional_one_is_left_out()
    {
        var missing = new Container { Name = "c", Env = [new EnvVar { Name = "V", ValueFrom = new EnvVarSource { ConfigMapKeyRef = new ConfigMapKeySelector { Name = "none", Key = "k" } } }] };
        Assert.Equal("configmap \"none\" not found", Assert.Throws<ContainerConfigException>(() => Build(missing)).Message);
        var noKey = new Container { Name = "c", Env = [new EnvVar { Name = "V", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "sec", Key = "k" } } }] };
        Assert.Equal("couldn't find key k in Secret ns/sec", Assert.Throws<ContainerConfigException>(() => Build(noKey)).Message);
        var optional = new Container { Name = "c", Env = [new EnvVar { Name = "V", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "sec", Key = "k", Optional = true } } }] };
        Assert.False(Build(optional).ContainsKey("V"));
    }
}
