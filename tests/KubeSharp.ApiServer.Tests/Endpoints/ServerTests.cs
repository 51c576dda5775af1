using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>What the server says of itself.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("livez")]
    [InlineData("readyz")]
    public async Task The_checks_are_those_of_upstream_in_its_order(string endpoint)
    {
        Assert.Equal("ok", await _server.Client.GetStringAsync("/" + endpoint));
        Assert.Equal(await File.ReadAllTextAsync(Facts.PathOf($"reference/{endpoint}.txt")), await _server.Client.GetStringAsync($"/{endpoint}?verbose"));
    }

    [Fact]
    public async Task Of_a_parameter_given_twice_the_first_counts()
    {
        foreach (var name in new[] { "a", "b" }) { await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", ObjectNode.Of(("metadata", ObjectNode.Of(("name", name)))).ToString()); }
        var (code, list) = await _server.SendAsync("GET", "/api/v1/namespaces/default/configmaps?fieldSelector=metadata.name%3Da&fieldSelector=metadata.name%3Db");
        Assert.Equal((200, "a"), (code, string.Join(",", ((ArrayNode)list["items"]!).Select(static i => i.TextAt("metadata", "name")))));
    }

    [Fact]
    public async Task One_check_is_asked_alone_and_some_are_left_out()
    {
        Assert.Equal("ok", await _server.Client.GetStringAsync("/livez/poststarthook/rbac/bootstrap-roles"));
        Assert.Equal(404, (int)(await _server.Client.GetAsync("/livez/nonsense")).StatusCode);
        var text = await _server.Client.GetStringAsync("/readyz?verbose&exclude=etcd&exclude=nonsense");
        Assert.Contains("[+]etcd excluded: ok\n", text, StringComparison.Ordinal);
        Assert.Contains("warn: some health checks cannot be excluded: no matches for \"nonsense\"\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_and_objects_are_counted_under_upstreams_names()
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""");
        var text = await _server.Client.GetStringAsync("/metrics");
        Assert.Contains("apiserver_request_total{code=\"201\",component=\"apiserver\",dry_run=\"\",group=\"\",resource=\"configmaps\",scope=\"namespace\",subresource=\"\",system_client=\"\",verb=\"POST\",version=\"v1\"} 1\n", text, StringComparison.Ordinal);
        var count = ((ArrayNode)(await _server.SendAsync("GET", "/api/v1/configmaps")).Body["items"]!).Count;
        Assert.Contains("apiserver_storage_objects{resource=\"configmaps\"} " + count + "\n", text, StringComparison.Ordinal);
        var upstream = (await File.ReadAllLinesAsync(Facts.PathOf("reference/apiserver-metrics.txt"))).Select(static l => l.Split(' ')).ToDictionary(static p => p[0], static p => p[1]);
        foreach (var line in text.Split('\n').Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)))
        {
            var parts = line.Split(' ');
            // A server that has not yet refused anything does not list every metric it has.
            if (upstream.TryGetValue(parts[2], out var type)) { Assert.Equal((parts[2], type), (parts[2], parts[3])); }
        }
    }

    [Theory]
    [InlineData("process_open_fds ")]
    [InlineData("process_max_fds ")]
    [InlineData("process_network_receive_bytes_total ")]
    [InlineData("apiserver_watch_cache_resource_version{group=\"\",resource=\"configmaps\"} ")]
    [InlineData("apiserver_watch_cache_events_received_total{group=\"\",resource=\"configmaps\"} ")]
    [InlineData("etcd_requests_total{group=\"\",operation=\"create\",resource=\"configmaps\"} ")]
    [InlineData("etcd_request_duration_seconds_bucket{group=\"\",operation=\"create\",resource=\"configmaps\",le=\"+Inf\"} ")]
    [InlineData("apiserver_watch_events_total{group=\"\",resource=\"configmaps\",version=\"v1\"} ")]
    public async Task The_process_the_store_and_the_watches_are_measured(string metric)
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""");
        using (var watch = await _server.Client.GetStreamAsync("/api/v1/namespaces/default/configmaps?watch=true")) { Assert.NotEqual(-1, watch.ReadByte()); }
        var line = (await _server.Client.GetStringAsync("/metrics")).Split('\n').Single(l => l.StartsWith(metric, StringComparison.Ordinal));
        Assert.True(double.Parse(line[metric.Length..], System.Globalization.CultureInfo.InvariantCulture) >= 0, line);
    }

    [Fact]
    public async Task Every_metric_of_upstream_is_written_or_left_out_for_a_reason()
    {
        var text = await _server.Client.GetStringAsync("/metrics");
        var written = text.Split('\n').Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static l => l.Split(' ')[2]).ToHashSet(StringComparer.Ordinal);
        var names = (await File.ReadAllLinesAsync(Facts.PathOf("reference/apiserver-metrics.txt"))).Select(static l => l.Split(' ')[0]).ToArray();
        var leftOut = (await File.ReadAllLinesAsync(Facts.PathOf("../KubeSharp.ApiServer.Tests/Endpoints/metrics-left-out.txt"))).Where(static l => l.Length > 0 && l[0] != '#').ToArray();
        bool IsLeftOut(string name) => leftOut.Any(l => l.EndsWith('*') ? name.StartsWith(l[..^1], StringComparison.Ordinal) : name == l);
        Assert.Equal([], names.Where(n => !written.Contains(n) && !IsLeftOut(n)));
        Assert.Equal([], leftOut.Where(l => !l.EndsWith('*') && (written.Contains(l) || !names.Contains(l))));
    }

    [Theory]
    [InlineData("authentication_attempts{result=\"success\"} ")]
    [InlineData("authenticated_user_requests{username=\"admin\"} ")]
    [InlineData("authorization_attempts_total{result=\"allowed\"} ")]
    [InlineData("authorization_duration_seconds_count{result=\"allowed\"} ")]
    [InlineData("apiserver_request_filter_duration_seconds_count{filter=\"authorization\"} ")]
    [InlineData("apiserver_request_body_size_bytes_sum{group=\"\",resource=\"configmaps\",verb=\"create\"} ")]
    [InlineData("apiserver_response_sizes_count{component=\"apiserver\",group=\"\",resource=\"configmaps\",scope=\"namespace\",subresource=\"\",verb=\"LIST\",version=\"v1\"} ")]
    [InlineData("apiserver_admission_controller_admission_duration_seconds_count{name=\"NamespaceLifecycle\",operation=\"CREATE\",rejected=\"false\",type=\"validate\"} ")]
    [InlineData("apiserver_admission_step_admission_duration_seconds_count{operation=\"CREATE\",rejected=\"false\",type=\"admit\"} ")]
    [InlineData("apiserver_admission_step_admission_duration_seconds_summary_count{operation=\"CREATE\",rejected=\"false\",type=\"admit\"} ")]
    [InlineData("apiserver_cache_list_total{group=\"\",index=\"\",resource=\"configmaps\"} ")]
    [InlineData("apiserver_cache_list_fetched_objects_total{group=\"\",index=\"\",resource=\"configmaps\"} ")]
    [InlineData("apiserver_watch_cache_consistent_read_total{fallback=\"false\",group=\"\",resource=\"configmaps\",success=\"true\"} ")]
    [InlineData("field_validation_request_duration_seconds_count{field_validation=\"Strict\"} ")]
    [InlineData("apiserver_requested_deprecated_apis{group=\"\",removed_release=\"\",resource=\"endpoints\",subresource=\"\",version=\"v1\"} ")]
    [InlineData("kube_apiserver_clusterip_allocator_allocated_ips{cidr=\"10.96.0.0/12\"} ")]
    [InlineData("kube_apiserver_nodeport_allocator_allocated_ports ")]
    [InlineData("apiserver_cache_list_returned_objects_total{group=\"\",resource=\"configmaps\"} ")]
    [InlineData("apiserver_resource_size_estimate_bytes{group=\"\",resource=\"configmaps\"} ")]
    [InlineData("apiserver_flowcontrol_nominal_limit_seats{priority_level=\"workload-high\"} ")]
    [InlineData("apiserver_flowcontrol_work_estimated_seats_count{flow_schema=\"exempt\",priority_level=\"exempt\"} ")]
    [InlineData("apiserver_flowcontrol_request_execution_seconds_count{flow_schema=\"exempt\",priority_level=\"exempt\",type=\"regular\"} ")]
    public async Task What_a_request_passes_through_is_measured(string metric)
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/default/services", """{"metadata":{"name":"s"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""");
        await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps?fieldValidation=Strict", """{"metadata":{"name":"a"}}""");
        await _server.SendAsync("GET", "/api/v1/namespaces/default/configmaps");
        await _server.SendAsync("GET", "/api/v1/namespaces/default/endpoints");
        var line = (await _server.Client.GetStringAsync("/metrics")).Split('\n').Single(l => l.StartsWith(metric, StringComparison.Ordinal));
        Assert.True(double.Parse(line[metric.Length..], System.Globalization.CultureInfo.InvariantCulture) > 0, line);
    }

    [Fact]
    public async Task What_was_found_of_each_check_is_counted()
    {
        await _server.Client.GetStringAsync("/livez");
        await _server.Client.GetStringAsync("/livez?exclude=ping");
        var text = await _server.Client.GetStringAsync("/metrics/slis");
        Assert.StartsWith("# HELP kubernetes_healthcheck [STABLE] This metric records the result of a single healthcheck.\n# TYPE kubernetes_healthcheck gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkubernetes_healthcheck{name=\"etcd\",type=\"livez\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkubernetes_healthchecks_total{name=\"etcd\",status=\"success\",type=\"livez\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nkubernetes_healthchecks_total{name=\"ping\",status=\"success\",type=\"livez\"} 1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/statusz", "apiserver statusz")]
    [InlineData("/flagz", "service-cluster-ip-range=10.96.0.0/12")]
    [InlineData("/configz", "\"service-node-port-range\":\"30000-32767\"")]
    public async Task Pages_for_people_are_served(string path, string part) => Assert.Contains(part, await _server.Client.GetStringAsync(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("/statusz", "", "text/plain", "\nEmulation version: 1.36\nPaths: /flagz /healthz /livez /metrics /readyz /statusz /version\n")]
    [InlineData("/statusz", "*/*", "text/plain", "apiserver statusz")]
    [InlineData("/flagz", "text/*", "text/plain", "purposes only.\nadvertise-address=")]
    [InlineData("/statusz", "application/json;v=v1beta1;g=config.k8s.io;as=Statusz", "application/json", "{\"kind\":\"Statusz\",\"apiVersion\":\"config.k8s.io/v1beta1\",\"metadata\":{\"name\":\"apiserver\"},\"startTime\":")]
    [InlineData("/flagz", "application/yaml;as=Flagz;g=config.k8s.io;v=v1alpha1", "application/yaml", "  service-cluster-ip-range: 10.96.0.0/12")]
    [InlineData("/statusz", "*/*, application/json;v=v1beta1;g=config.k8s.io;as=Statusz", "application/json", "\"goVersion\":\".NET ")]
    [InlineData("/statusz", "application/json;v=v1beta1;g=config.k8s.io;as=Statusz;stream=watch", "application/json", "\"code\":406")]
    [InlineData("/flagz", "application/json, */*;q=0.5", "text/plain", "service-cluster-ip-range=10.96.0.0/12")]
    [InlineData("/statusz", "application/json", "application/json", "only the following media types are accepted: application/json, application/yaml, text/plain")]
    [InlineData("/statusz", "application/json;v=v1beta1;g=config.k8s.io;as=Flagz", "application/json", "\"reason\":\"NotAcceptable\"")]
    [InlineData("/flagz", "application/json;v=v1;g=config.k8s.io;as=Flagz", "application/json", "\"code\":406")]
    public async Task Pages_for_people_are_objects_where_that_is_asked_for(string path, string accept, string type, string part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept.Length > 0) { request.Headers.TryAddWithoutValidation("Accept", accept); }
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(accept.Contains("v1alpha1", StringComparison.Ordinal), response.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task Every_resource_and_subresource_of_upstream_is_served()
    {
        var missing = new List<string>();
        var count = 0;
        foreach (var (path, verbs) in Resources(Facts.Read("discovery.json")))
        {
            count++;
            if (!verbs.Contains("get")) { continue; }
            var (code, body) = await _server.SendAsync("GET", path.Replace("{name}", "none", StringComparison.Ordinal));
            // What has no such object says so; what has no such path says something else.
            if (code != 200 && !(code == 404 && body.At("details") is not null)) { missing.Add($"{path}: {code} {body.TextAt("message")}"); }
        }
        Assert.True(count > 100, $"only {count} are known");
        Assert.True(missing.Count == 0, $"{missing.Count} of {count} are missing:\n{string.Join('\n', missing)}");
    }

    private static IEnumerable<(string Path, string[] Verbs)> Resources(ObjectNode discovery)
    {
        foreach (var group in new[] { "api", "apis" }.SelectMany(d => (ArrayNode)discovery.At(d, "items")!))
        {
            var name = group.TextAt("metadata", "name") ?? "";
            foreach (var version in (ArrayNode)group.At("versions")!)
            {
                var root = name.Length == 0 ? $"/api/{version.TextAt("version")}" : $"/apis/{name}/{version.TextAt("version")}";
                foreach (var resource in (ArrayNode)version.At("resources")!)
                {
                    var collection = $"{root}/{(resource.TextAt("scope") == "Namespaced" ? "namespaces/default/" : "")}{resource.TextAt("resource")}";
                    yield return ($"{collection}/{{name}}", Verbs(resource));
                    foreach (var part in resource.At("subresources") as ArrayNode ?? ArrayNode.Empty) { yield return ($"{collection}/{{name}}/{part.TextAt("subresource")}", Verbs(part)); }
                }
            }
        }
    }

    private static string[] Verbs(Node resource) => [.. (resource.At("verbs") as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static v => v.Value)];

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/apis/nonsense/v1")]
    public async Task A_path_below_which_nothing_is_served_has_no_page(string path)
    {
        using var response = await _server.Client.GetAsync(path);
        Assert.Equal((404, "text/plain", "404 page not found\n"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_resource_that_a_served_version_has_not_is_a_status_with_empty_details()
    {
        var (code, status) = await _server.SendAsync("GET", "/api/v1/nonsense");
        Assert.Equal((404, "{}"), (code, status["details"]?.ToString()));
    }
}
