using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>Quotas beside upstream's own tests of them: what must be covered, what moves between scopes, what is counted.</summary>
public sealed class QuotaAdmissionTests
{
    private const string Head = "{apiVersion: apiserver.config.k8s.io/v1, kind: AdmissionConfiguration, plugins: [{name: ResourceQuota, configuration: {apiVersion: ";

    private static AdmissionSettings Limited(string resources, string form = "apiserver.config.k8s.io/v1, kind: ResourceQuotaConfiguration") => AdmissionConfigurationFile.Read($"{Head}{form}, limitedResources: {resources}}}}}]}}", static _ => "");

    private static string Quota(string name, string spec, string hard, string used) => "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"ns\"},\"spec\":" + spec + ",\"status\":{\"hard\":" + hard + ",\"used\":" + used + "}}";

    private static string Pod(string more = "") => "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":{\"cpu\":\"1\"}}}]" + more + "}}";

    private static async Task<string> AskAsync(StoredObjects objects, AdmissionRequest request, string limited = "[]") =>
        await Admitting.AskAsync(new ResourceQuotaAdmission(objects, Limited(limited).LimitedResources), request) is var answer && answer.StartsWith('{') ? "" : answer;

    private const string Critical = "[{resource: pods, matchScopes: [{scopeName: PriorityClass, operator: In, values: [critical]}]}]";

    [Theory]
    [InlineData("[{resource: pods, matchContains: [cpu]}]", "{}", "", "403 pods \"p\" is forbidden: insufficient quota to consume: cpu,requests.cpu")]
    [InlineData("[{resource: pods, matchContains: [requests.cpu]}]", """{"requests.cpu":"5"}""", "", "")]
    [InlineData("[{resource: pods, matchContains: [requests.cpu]}]", """{"pods":"5"}""", "", "403 pods \"p\" is forbidden: insufficient quota to consume: requests.cpu")]
    [InlineData("[{resource: configmaps, matchContains: [cpu]}]", "{}", "", "")]
    [InlineData(Critical, """{"pods":"5"}""", ",\"priorityClassName\":\"critical\"", "500 insufficient quota to match these scopes: [{PriorityClass In [critical]}]")]
    [InlineData(Critical, """{"pods":"5"}""", ",\"priorityClassName\":\"other\"", "")]
    public async Task What_is_limited_must_be_covered(string limited, string hard, string more, string wrong)
    {
        var objects = new StoredObjects().With("resourcequotas", Quota("q", "{}", hard, hard.Replace("5", "0", StringComparison.Ordinal)));
        Assert.Equal(wrong, await AskAsync(objects, Admitting.Request("pods", Pod(more)), limited));
    }

    [Fact]
    public async Task A_quota_of_the_scope_covers_it()
    {
        var objects = new StoredObjects().With("resourcequotas", Quota("q", """{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["critical"]}]}}""", """{"pods":"1"}""", """{"pods":"0"}"""));
        var pod = Admitting.Request("pods", Pod(",\"priorityClassName\":\"critical\""));
        Assert.Equal("", await AskAsync(objects, pod, Critical));
        Assert.Equal("403 pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1", await AskAsync(objects, pod, Critical));
    }

    [Fact]
    public async Task No_quota_is_raised_where_another_refuses()
    {
        var objects = new StoredObjects().With("resourcequotas", Quota("a", "{}", """{"pods":"5"}""", """{"pods":"0"}""")).With("resourcequotas", Quota("b", "{}", """{"requests.cpu":"500m"}""", """{"requests.cpu":"0"}"""));
        Assert.Equal("403 pods \"p\" is forbidden: exceeded quota: b, requested: requests.cpu=1, used: requests.cpu=0, limited: requests.cpu=500m", await AskAsync(objects, Admitting.Request("pods", Pod())));
        Assert.Equal("0", objects.Get("resourcequotas", "ns", "a").Object("status").Object("used").Text("pods"));
    }

    [Fact]
    public async Task What_has_not_been_counted_is_told_whole()
    {
        var objects = new StoredObjects().With("resourcequotas", Quota("q", "{}", """{"requests.cpu":"5","pods":"5","services":"5"}""", """{"pods":"0"}"""));
        Assert.Equal("403 pods \"p\" is forbidden: status unknown for quota: q, resources: pods,requests.cpu", await AskAsync(objects, Admitting.Request("pods", Pod())));
        Assert.Equal("", await AskAsync(objects, Admitting.Request("events", """{"metadata":{"name":"e"}}""")));
    }

    [Fact]
    public async Task A_deadline_moves_a_pod_into_the_scope_of_those_that_end()
    {
        var objects = new StoredObjects().With("resourcequotas", Quota("q", """{"scopes":["Terminating"]}""", """{"pods":"1"}""", """{"pods":"1"}"""));
        Assert.Equal("403 pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1", await AskAsync(objects, Admitting.Request("pods", Pod(",\"activeDeadlineSeconds\":5"), Pod())));
        Assert.Equal("", await AskAsync(objects, Admitting.Request("pods", Pod(",\"activeDeadlineSeconds\":5"), Pod(",\"activeDeadlineSeconds\":9"))));
    }

    [Theory]
    [InlineData("In", "[\"gold\"]", "gold", true)]
    [InlineData("In", "[\"gold\"]", "", false)]
    [InlineData("NotIn", "[\"gold\"]", "gold", false)]
    [InlineData("NotIn", "[\"gold\"]", "", true)]
    [InlineData("Exists", "[]", "tin", true)]
    [InlineData("DoesNotExist", "[]", "tin", false)]
    public async Task Claims_are_bounded_by_the_class_of_their_attributes(string kind, string values, string name, bool isBounded)
    {
        var objects = new StoredObjects().With("resourcequotas", Quota("q", "{\"scopeSelector\":{\"matchExpressions\":[{\"scopeName\":\"VolumeAttributesClass\",\"operator\":\"" + kind + "\",\"values\":" + values + "}]}}", """{"persistentvolumeclaims":"0"}""", """{"persistentvolumeclaims":"0"}"""));
        Assert.Equal(isBounded, (await AskAsync(objects, Admitting.Request("persistentvolumeclaims", "{\"metadata\":{\"name\":\"c\"},\"spec\":{\"volumeAttributesClassName\":\"" + name + "\"}}"))).Contains("exceeded quota", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("resourcequota.admission.k8s.io/v1alpha1, kind: Configuration")]
    [InlineData("resourcequota.admission.k8s.io/v1beta1, kind: Configuration")]
    public void Older_forms_of_the_file_are_read_and_a_resource_is_wanted(string form)
    {
        Assert.Equal("deployments.apps", Assert.Single(Limited("[{apiGroup: apps, resource: deployments}]", form).LimitedResources).Resource);
        Assert.Equal("limitedResources[0].resource: Required value", Assert.Throws<FormatException>(() => Limited("[{apiGroup: apps}]", form)).Message);
    }
}
