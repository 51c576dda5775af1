using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Converting;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class ConvertTests
{
    private static ObjectNode Of(string json) => (ObjectNode)Node.Parse(json);

    [Theory]
    [InlineData("""{"apiVersion":"extensions/v1beta1","kind":"Ingress","spec":{"backend":{"serviceName":"a","servicePort":80},"rules":[{"host":"h","http":{"paths":[{"path":"/","backend":{"serviceName":"b","servicePort":"web"}},{"pathType":"Exact","backend":{"resource":{"kind":"X"}}}]}},{"host":"i"}]}}""",
        """{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","spec":{"rules":[{"host":"h","http":{"paths":[{"path":"/","backend":{"service":{"name":"b","port":{"name":"web"}}},"pathType":"ImplementationSpecific"},{"pathType":"Exact","backend":{"resource":{"kind":"X"}}}]}},{"host":"i"}],"defaultBackend":{"service":{"name":"a","port":{"number":80}}}}}""")]
    [InlineData("""{"apiVersion":"extensions/v1beta1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"metadata":{"labels":{"a":"b"}}}}}""",
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"a":"b"}},"spec":{"template":{"metadata":{"labels":{"a":"b"}}},"selector":{"matchLabels":{"a":"b"}},"progressDeadlineSeconds":2147483647,"revisionHistoryLimit":2147483647,"strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":1}}}}""")]
    [InlineData("""{"apiVersion":"apps/v1beta1","kind":"Deployment","metadata":{"labels":{"x":"y"}},"spec":{"rollbackTo":{"revision":3},"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"a":"b"}}}}}""",
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels":{"x":"y"},"annotations":{"deprecated.deployment.rollback.to":"3"}},"spec":{"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"a":"b"}}},"revisionHistoryLimit":2}}""")]
    [InlineData("""{"apiVersion":"apps/v1beta2","kind":"Deployment","spec":{"replicas":2}}""", """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":2}}""")]
    [InlineData("""{"apiVersion":"extensions/v1beta1","kind":"DaemonSet","spec":{"templateGeneration":4}}""", """{"apiVersion":"apps/v1","kind":"DaemonSet","spec":{"updateStrategy":{"type":"OnDelete"}},"metadata":{"annotations":{"deprecated.daemonset.template.generation":"4"}}}""")]
    [InlineData("""{"apiVersion":"apps/v1beta1","kind":"StatefulSet","spec":{}}""", """{"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"updateStrategy":{"type":"OnDelete"}}}""")]
    [InlineData("""{"apiVersion":"policy/v1beta1","kind":"PodDisruptionBudget","spec":{"selector":{}}}""", """{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","spec":{"selector":{"matchExpressions":[{"key":"pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match","operator":"Exists"}]}}}""")]
    [InlineData("""{"apiVersion":"autoscaling/v2beta1","kind":"HorizontalPodAutoscaler","spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","targetAverageUtilization":50}},{"type":"Pods","pods":{"metricName":"m","targetAverageValue":"5"}},{"type":"Object","object":{"metricName":"o","target":{"kind":"Service","name":"s"},"targetValue":"7"}},{"type":"External","external":{"metricName":"e","metricSelector":{"matchLabels":{"a":"b"}},"targetAverageValue":"9"}}]}}""",
        """{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},{"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"5"}}},{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s"},"metric":{"name":"o"},"target":{"type":"Value","value":"7"}}},{"type":"External","external":{"metric":{"name":"e","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"9"}}}]}}""")]
    [InlineData("""{"apiVersion":"discovery.k8s.io/v1beta1","kind":"EndpointSlice","endpoints":[{"addresses":["1.2.3.4"],"topology":{"kubernetes.io/hostname":"n","topology.kubernetes.io/zone":"z","x":"y"}}]}""",
        """{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","endpoints":[{"addresses":["1.2.3.4"],"nodeName":"n","zone":"z","deprecatedTopology":{"x":"y"}}]}""")]
    [InlineData("""{"apiVersion":"rbac.authorization.k8s.io/v1alpha1","kind":"RoleBinding","subjects":[{"kind":"User","name":"*"},{"kind":"Group","name":"g","apiVersion":"rbac.authorization.k8s.io/v1alpha1"}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","subjects":[{"kind":"Group","name":"system:authenticated"},{"kind":"Group","name":"g","apiGroup":"rbac.authorization.k8s.io"}]}""")]
    [InlineData("""{"apiVersion":"node.k8s.io/v1alpha1","kind":"RuntimeClass","spec":{"runtimeHandler":"h","overhead":{"podFixed":{"cpu":"1"}}}}""", """{"apiVersion":"node.k8s.io/v1","kind":"RuntimeClass","handler":"h","overhead":{"podFixed":{"cpu":"1"}}}""")]
    [InlineData("""{"apiVersion":"flowcontrol.apiserver.k8s.io/v1beta2","kind":"PriorityLevelConfiguration","spec":{"limited":{"assuredConcurrencyShares":5}}}""", """{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","spec":{"limited":{"nominalConcurrencyShares":5}}}""")]
    [InlineData("""{"apiVersion":"admissionregistration.k8s.io/v1beta1","kind":"ValidatingWebhookConfiguration","webhooks":[{"name":"w","sideEffects":"None"}]}""",
        """{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","webhooks":[{"name":"w","sideEffects":"None","failurePolicy":"Ignore","matchPolicy":"Exact","timeoutSeconds":30,"admissionReviewVersions":["v1beta1"]}]}""")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap"}""", """{"apiVersion":"v1","kind":"ConfigMap"}""")]
    public void Old_versions_are_renewed(string old, string renewed) => Assert.Equal(Of(renewed).ToString(), OldForms.Renewed(Of(old)).ToString());

    // Of the two versions of this test the first is stored.
    private static ObjectNode? Served(ObjectNode content, string version) =>
        content.TextAt("apiVersion") == "batch/v1" && version is "" or "batch/v1" ? content.Set("apiVersion", "batch/v1") : null;

    [Fact]
    public void A_version_that_differs_in_its_name_only_can_be_gone_back_to() =>
        Assert.Equal("batch/v1beta1", ConvertCommand.Of(Of("""{"apiVersion":"batch/v1","kind":"CronJob"}"""), "f", "batch/v1beta1", Served).TextAt("apiVersion"));

    [Theory]
    [InlineData("""{"apiVersion":"x/v1","kind":"CronJob"}""", "", "unable to decode \"f\": no kind \"CronJob\" is registered for version \"x/v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("""{"apiVersion":"batch/v1beta1","kind":"CronJob"}""", "apps/v1", "batch.CronJob is not suitable for converting to \"apps/v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    public void What_cannot_be_converted_is_refused(string content, string version, string message) => Assert.Equal(message, Assert.Throws<CliException>(() => ConvertCommand.Of(Of(content), "f", version, Served)).Message);
}
