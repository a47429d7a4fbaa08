//! The SDK's schemas of the model's types, made when they are first used.
//!
//! The SDK's serializers take the names and types of members from schemas. A schema is ten times as
//! large as its row in the tables, and a program uses few of them.

use aws_smithy_schema::{Schema, ShapeId, ShapeType};

use crate::model::{List, Member, Structure, Type};

/// The schema of a structure. Schemas are never freed: there are as many as types.
pub fn of(structure: &'static Structure) -> &'static Schema<'static> {
    structure.schema.get_or_init(|| {
        let members = structure.members.iter().enumerate().map(|(at, member)| of_member(member, at));
        let members: Vec<&'static Schema<'static>> = members.collect();
        keep(Schema::new_struct(id(structure.name), ShapeType::Structure, Vec::leak(members)))
    })
}

fn of_member(member: &'static Member, at: usize) -> &'static Schema<'static> {
    keep(named(member.element, at, &member.of))
}

fn named(name: &'static str, at: usize, of: &'static Type) -> Schema<'static> {
    let schema = Schema::new_member(id(name), shape_type(of), name, at);
    match of {
        Type::List(list) | Type::Dimensions(list) | Type::Tags(list) => schema.with_list_member(of_item(list)),
        Type::Map(value) => schema.with_map_members(keep(named("key", 0, &KEY)), keep(named("value", 1, value))),
        _ => schema,
    }
}

static KEY: Type = Type::Text(super::ANY);

fn of_item(list: &'static List) -> &'static Schema<'static> {
    keep(Schema::new_member(id(list.element), shape_type(&list.item), "member", 0).with_xml_name(list.element))
}

fn id(name: &'static str) -> ShapeId<'static> {
    ShapeId::from_parts(name, "", name)
}

fn keep(schema: Schema<'static>) -> &'static Schema<'static> {
    Box::leak(Box::new(schema))
}

fn shape_type(of: &Type) -> ShapeType {
    match of {
        Type::Text(_) => ShapeType::String,
        Type::Integer(_) => ShapeType::Integer,
        Type::Long(_) => ShapeType::Long,
        Type::Double(_) => ShapeType::Double,
        Type::Boolean => ShapeType::Boolean,
        Type::Timestamp => ShapeType::Timestamp,
        Type::Blob => ShapeType::Blob,
        Type::List(_) | Type::Dimensions(_) | Type::Tags(_) => ShapeType::List,
        Type::Map(_) => ShapeType::Map,
        Type::Structure(_) => ShapeType::Structure,
    }
}
