use std::collections::BTreeSet;

use serde_json::Value;
use waarborg_store::Engine;
use waarborg_testkit::Bed;

use super::house::House;

#[tokio::test]
async fn the_description_has_every_route_and_no_other() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let description = house.get("", "/openapi.json").await.json();
    assert_eq!(description["openapi"], "3.1.0");
    let described: BTreeSet<String> = description["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().expect("methods").keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let routes = house.routes();
    assert_eq!(described, routes);
    let text = serde_json::to_string_pretty(&description).expect("JSON") + "\n";
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("openapi", text);
    });
}

/// Every `$ref` leads somewhere, and every schema is reached.
#[tokio::test]
async fn every_reference_of_the_description_leads_somewhere() {
    let house = House::open(&Bed::new(Engine::Sqlite)).await;
    let description = house.get("", "/openapi.json").await.json();
    let mut references = BTreeSet::new();
    collect(&description, &mut references);
    let schemas = description["components"]["schemas"].as_object().expect("schemas");
    let there: BTreeSet<String> = schemas.keys().map(|name| format!("#/components/schemas/{name}")).collect();
    assert_eq!(references, there);
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                references.insert(reference.clone());
            }
            members.values().for_each(|value| collect(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
