using KubeSharp.Api;
using KubeSharp.Api.Certificates.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.FlowControl.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.BootstrapTokens;
using KubeSharp.Controllers.Certificates;
using KubeSharp.Controllers.FlowSchemas;
using KubeSharp.Controllers.Namespaces;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Controllers.ServiceAccounts;

namespace KubeSharp.Controllers.Tests;

/// <summary>What goes when its time is over, and what is told of the rest.</summary>
public sealed class CleanerTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", 23, false)]
    [InlineData("", 25, true)]
    [InlineData("Denied", 2, true)]
    [InlineData("Failed", 2, true)]
    [InlineData("Denied", 0, false)]
    // Approved and not answered: somebody may still sign it.
    [InlineData("Approved", 2, false)]
    public void A_signing_request_goes_when_nobody_needs_it_any_more(string condition, int hours, bool isDeleted)
    {
        var at = _now.AddHours(-hours);
        var request = new CertificateSigningRequest
        {
            Metadata = new ObjectMeta { Name = "r", CreationTimestamp = at },
            Status = new CertificateSigningRequestStatus { Conditions = condition.Length == 0 ? [] : [new CertificateSigningRequestCondition { Type = condition, Status = "True", LastUpdateTime = at }] },
        };
        var plan = CertificateCleaningController.PlanFor(request, _now);
        Assert.Equal(isDeleted, plan.Actions.Any(static a => a is DeleteAction<CertificateSigningRequest>));
        Assert.Equal(condition != "Approved" && !isDeleted, plan.After is not null);
    }

    [Theory]
    [InlineData("2026-01-01T11:59:59Z", true)]
    [InlineData("2026-01-01T12:00:01Z", false)]
    [InlineData("some day", false)]
    [InlineData("", false)]
    public void A_bootstrap_token_goes_at_its_end(string end, bool isDeleted)
    {
        var secret = new Secret { Metadata = new ObjectMeta { Name = "bootstrap-token-abcdef", Namespace = "kube-system" }, Type = "bootstrap.kubernetes.io/token", Data = end.Length == 0 ? ApiMap<ApiBytes>.Empty : ApiMap.Of(("expiration", ApiBytes.FromText(end))) };
        Assert.Equal(isDeleted, BootstrapTokenCleaner.PlanFor(secret, _now).Actions.Length == 1);
    }

    [Theory]
    // Day since when uses are written down, last use, marked; mounted; what is done.
    [InlineData("2024-01-01", null, null, false, "LabelSecretAction")]
    [InlineData("2024-01-01", "2024-06-01", null, false, "LabelSecretAction")]
    [InlineData("2024-01-01", "2025-01-01", null, false, "")]
    [InlineData("2024-01-01", "some day", null, false, "")]
    [InlineData("2024-01-01", null, null, true, "")]
    [InlineData("2025-01-01", null, null, false, "")]
    [InlineData(null, null, null, false, "")]
    [InlineData("2023-01-01", null, "2024-12-31", false, "RemoveSecretAction")]
    [InlineData("2023-01-01", null, "2025-01-01", false, "")]
    [InlineData("2023-01-01", null, "some day", false, "LabelSecretAction")]
    public void A_token_of_an_old_cluster_that_nobody_uses_is_marked_and_then_goes(string? since, string? used, string? marked, bool isMounted, string done)
    {
        var labels = ApiMap<string>.Empty;
        if (used is not null) { labels = labels.Set("kubernetes.io/legacy-token-last-used", used); }
        if (marked is not null) { labels = labels.Set("kubernetes.io/legacy-token-invalid-since", marked); }
        var secret = new Secret { Metadata = new ObjectMeta { Name = "t", Namespace = "n", CreationTimestamp = _now.AddYears(-3), Labels = labels }, Type = "kubernetes.io/service-account-token" };
        var account = new ServiceAccount { Metadata = new ObjectMeta { Name = "a", Namespace = "n", Uid = "u" }, Secrets = [new ObjectReference { Name = "t" }] };
        var plan = LegacyTokenCleaner.PlanFor(secret, account, isMounted, since, TimeSpan.FromDays(365), _now);
        Assert.Equal(done, plan.Actions.IsEmpty ? "" : Assert.Single(plan.Actions).GetType().Name);
        Assert.Empty(LegacyTokenCleaner.PlanFor(secret with { Metadata = secret.Metadata with { CreationTimestamp = _now.AddDays(-100) } }, account, isMounted, since, TimeSpan.FromDays(365), _now).Actions);
    }

    [Fact]
    public void The_secrets_of_a_pod_are_those_of_volumes_environments_and_pulls()
    {
        var pod = new Pod
        {
            Spec = new PodSpec
            {
                ImagePullSecrets = [new LocalObjectReference { Name = "pull" }],
                Containers = [new Container { Name = "c", EnvFrom = [new EnvFromSource { SecretRef = new SecretEnvSource { Name = "all" } }] }],
                InitContainers = [new Container { Name = "i", Env = [new EnvVar { Name = "A", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "one", Key = "k" } } }] }],
                Volumes = [new Volume { Name = "v", Secret = new SecretVolumeSource { SecretName = "files" } }, new Volume { Name = "p", Projected = new ProjectedVolumeSource { Sources = [new VolumeProjection { Secret = new SecretProjection { Name = "part" } }] } }],
            },
        };
        Assert.Equal(["all", "files", "one", "part", "pull"], PodSecrets.Of(pod).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_secret_for_a_token_waits_for_its_account_and_goes_with_it()
    {
        var secret = new Secret { Metadata = new ObjectMeta { Name = "t", Namespace = "n", CreationTimestamp = _now, Annotations = ApiMap.Of(("kubernetes.io/service-account.name", "a")) }, Type = "kubernetes.io/service-account-token" };
        var account = new ServiceAccount { Metadata = new ObjectMeta { Name = "a", Namespace = "n", Uid = "u" } };
        Assert.IsType<FillTokenAction>(Assert.Single(ServiceAccountTokenController.PlanFor(secret, account, "ca", _now).Actions));
        Assert.NotNull(ServiceAccountTokenController.PlanFor(secret, null, "ca", _now).After);
        Assert.IsType<RemoveSecretAction>(Assert.Single(ServiceAccountTokenController.PlanFor(secret, null, "ca", _now.AddMinutes(1)).Actions));
        var filled = secret with
        {
            Metadata = secret.Metadata with { Annotations = secret.Metadata.Annotations.Set(ServiceAccountTokenController.UidAnnotation, "u") },
            Data = ApiMap.Of(("token", ApiBytes.FromText("t")), ("ca.crt", ApiBytes.FromText("ca")), ("namespace", ApiBytes.FromText("n"))),
        };
        Assert.Empty(ServiceAccountTokenController.PlanFor(filled, account, "ca", _now).Actions);
        Assert.IsType<FillTokenAction>(Assert.Single(ServiceAccountTokenController.PlanFor(filled, account, "another", _now).Actions));
        // An account of the same name that is another one.
        Assert.IsType<RemoveSecretAction>(Assert.Single(ServiceAccountTokenController.PlanFor(filled, account with { Metadata = account.Metadata with { Uid = "v" } }, "ca", _now).Actions));
    }

    [Fact]
    public void A_flow_schema_says_whether_its_level_is_there_and_since_when()
    {
        var schema = new FlowSchema { Metadata = new ObjectMeta { Name = "f" }, Spec = new FlowSchemaSpec { PriorityLevelConfiguration = new PriorityLevelConfigurationReference { Name = "l" } } };
        var dangling = Assert.IsType<UpdateAction<FlowSchema>>(Assert.Single(FlowSchemaController.PlanFor(schema, false, _now).Actions)).Value;
        Assert.Equal(("True", "NotFound", "This FlowSchema references the PriorityLevelConfiguration object named \"l\" but there is no such object"), dangling.Status.Conditions[0] is var c ? (c.Status, c.Reason, c.Message) : default);
        Assert.Empty(FlowSchemaController.PlanFor(dangling, false, _now.AddHours(1)).Actions);
        Assert.Equal("Found", Assert.IsType<UpdateAction<FlowSchema>>(Assert.Single(FlowSchemaController.PlanFor(dangling, true, _now).Actions)).Value.Status.Conditions[0].Reason);
    }

    [Fact]
    public void A_namespace_tells_what_could_not_be_deleted_and_keeps_the_time_of_what_it_said_before()
    {
        var first = NamespaceConditions.Of(NamespaceStatus.Empty, NamespaceContent.Empty.With("widgets.example.com", [["f"], ["f", "g"]]), _now);
        Assert.Equal("Some resources are remaining: widgets.example.com has 2 resource instances", first.Conditions.Single(static c => c.Type == "NamespaceContentRemaining").Message);
        Assert.Equal("Some content in the namespace has finalizers remaining: f in 2 resource instances, g in 1 resource instances", first.Conditions.Single(static c => c.Type == "NamespaceFinalizersRemaining").Message);
        var second = NamespaceConditions.Of(first, NamespaceContent.Empty with { Failures = ["v1, Resource=pods: no"] }, _now.AddMinutes(1));
        Assert.Equal(_now, second.Conditions.Single(static c => c.Type == "NamespaceDeletionDiscoveryFailure").LastTransitionTime);
        Assert.Equal(("True", _now.AddMinutes(1)), second.Conditions.Single(static c => c.Type == "NamespaceDeletionContentFailure") is var c ? (c.Status, c.LastTransitionTime) : default);
    }
}
